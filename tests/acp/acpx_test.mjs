// plumb acp and the client acpx, as a user types it. Only its `exec`: for sessions that are kept acpx starts a process of
// its own, which has six seconds to be there and outlives the test.
//   ACPX=FOLDER ACPX_NODE=NODE node acpx_test.mjs PLUMB MODEL_SERVER

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { chmodSync, closeSync, existsSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Stage } from "./stage.mjs";

const [plumb, model_server] = process.argv.slice(2);
const { ACPX, ACPX_NODE } = process.env;
assert.ok(existsSync(ACPX_NODE), "the node that acpx needs");
chmodSync(ACPX_NODE, 0o755);

const stage = await Stage.make({ model_server }, { "calc.py": "def add(a, b):\n    return a - b\n" }, [
  { text: "I look.", tool_calls: [{ name: "read", arguments: { path: "calc.py" } }] },
  { tool_calls: [{ name: "edit", arguments: { path: "calc.py", old: "a - b", new: "a + b" } }] },
  { text: "It adds now." },
]);

/// acpx is asynchronous here, so that nothing waits for ever. It prints into a file: nothing of that is lost when it ends by
/// process.exit.
function acpx(...words) {
  const agent = `${plumb} acp`;
  const printed = join(stage.project, "../acpx.out");
  const file = openSync(printed, "w");
  const child = spawn(ACPX_NODE, [join(ACPX, "dist/cli.js"), "--agent", agent, "--cwd", stage.project, "--approve-all", "--timeout", "120", ...words],
    { cwd: stage.project, env: { ...stage.env, PATH: `${join(ACPX_NODE, "..")}:${process.env.PATH}` }, stdio: ["ignore", file, "pipe"] });
  closeSync(file);
  stage.owned.push(() => child.kill());
  let errors = "";
  child.stderr.on("data", (bytes) => (errors += bytes));
  return new Promise((done) => child.once("close", (code) => done({ code, out: readFileSync(printed, "utf8"), errors })));
}

let failed = false;
try {
  const once = await acpx("--format", "json", "exec", "fix add");
  assert.equal(once.code, 0, once.errors + once.out);
  // What is streamed comes in pieces.
  const updates = once.out.trim().split("\n").map((line) => JSON.parse(line).params?.update);
  const said = updates.filter((one) => one?.sessionUpdate === "agent_message_chunk").map((one) => one.content.text).join("");
  assert.match(said, /It adds now\./, once.out.slice(-2000) + once.errors);
  assert.match(once.out, /plumb: /);
  assert.equal(stage.read("calc.py"), "def add(a, b):\n    return a + b\n");
  console.log("ok   exec");
} catch (error) {
  failed = true;
  console.error(`FAIL ${error.stack}`);
}
await Stage.close_all();
process.exit(failed ? 1 : 0);
