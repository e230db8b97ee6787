// The unit tests of src/acp, and every message that they send and get, held against the schema.
//   node transcript_test.mjs ACP_TEST

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Checker } from "./schema.mjs";

const folder = mkdtempSync(join(tmpdir(), "plumb-acp-"));
const path = join(folder, "transcript");
const run = spawnSync(process.argv[2], ["--gtest_brief=1", "--gtest_filter=-*Garbage*"], {
  stdio: "inherit", env: { ...process.env, PLUMB_ACP_TRANSCRIPT: path },
});
const connections = new Map();
for (const line of readFileSync(path, "utf8").split("\n")) {
  if (line === "") continue;
  const { connection, from, message } = JSON.parse(line);
  if (!connections.has(connection)) connections.set(connection, new Checker());
  connections.get(connection).say(from, JSON.parse(message));
}
rmSync(folder, { recursive: true });
let messages = 0;
const problems = [], kinds = new Set();
for (const checker of connections.values()) {
  problems.push(...checker.end());
  messages += checker.count;
  checker.kinds.forEach((kind) => kinds.add(kind));
}
for (const problem of problems.slice(0, 20)) console.error(problem);
console.log(`${messages} messages of ${connections.size} connections, ${kinds.size} kinds, ${problems.length} do not fit the schema`);
process.exit(run.status === 0 && problems.length === 0 && messages > 500 ? 0 : 1);
