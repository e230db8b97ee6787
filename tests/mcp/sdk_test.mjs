// plumb mcp, spoken to by the official SDK's client. usage: sdk_test.mjs PLUMB
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = mkdtempSync(join(tmpdir(), "plumb-mcp-"));
writeFileSync(join(root, "a.py"), "def add(a, b):\n    return a + b\n");
const transport = new StdioClientTransport({
  command: process.argv[2], args: ["mcp", "-C", root], env: { ...process.env, PLUMB_HOME: join(root, "home"), HOME: root }, stderr: "inherit",
});
const client = new Client({ name: "test", version: "1" }, { capabilities: {} });
try {
  await client.connect(transport);
  assert.equal(client.getServerVersion().name, "plumb");
  const { tools } = await client.listTools();
  assert.deepEqual(tools.map((tool) => tool.name), ["run_task", "read_session", "search_code", "check"]);
  const found = await client.callTool({ name: "search_code", arguments: { pattern: "def" } });
  assert.match(found.content[0].text, /a\.py\n1:def add/);
  assert.equal((await client.callTool({ name: "read_session", arguments: {} })).content[0].text, "no sessions");
  const wrong = await client.callTool({ name: "run_task", arguments: {} });
  assert.equal(wrong.isError, true);
  await assert.rejects(client.callTool({ name: "none", arguments: {} }), /no tool/);
  await client.ping();
  console.log("the SDK's client and plumb understand each other");
} finally {
  await client.close();
  rmSync(root, { recursive: true, force: true });
}
