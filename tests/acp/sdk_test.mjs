// plumb acp and the client of the TypeScript SDK, with a scripted model: what an editor does, for real. Every message
// of it is held against the schema.
//   node sdk_test.mjs PLUMB MODEL_SERVER [NAME...]

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { Readable, Transform, Writable } from "node:stream";
import * as acp from "@agentclientprotocol/sdk/unstable";
import { Checker } from "./schema.mjs";
import { Stage, until, within } from "./stage.mjs";

const [plumb, model_server, ...only] = process.argv.slice(2);
const png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/// Passes lines on and shows each to `see`.
function tee(see) {
  let rest = "";
  return new Transform({
    transform(chunk, _, done) {
      rest += chunk.toString("utf8");
      const lines = rest.split("\n");
      rest = lines.pop();
      for (const line of lines) if (line.trim()) see(JSON.parse(line));
      done(null, chunk);
    },
  });
}

/// An editor: collects updates, answers what it is asked.
class Editor {
  constructor(stage, capabilities = {}) {
    this.updates = [];
    this.asked = [];
    this.buffers = {};
    this.leave = async () => ({ outcome: { outcome: "selected", optionId: "apply" } });
    this.checker = new Checker();
    stage.owned.push(() => this.process.kill());
    this.process = spawn(plumb, ["acp"], { cwd: stage.project, env: stage.env, stdio: ["pipe", "pipe", "pipe"] });
    this.errors = "";
    this.process.stderr.on("data", (bytes) => (this.errors += bytes));
    const out = tee((message) => this.checker.say("client", message));
    out.pipe(this.process.stdin);
    const app = acp.client({ name: "plumb-tests" })
      .onNotification("session/update", ({ params }) => void this.updates.push(params))
      .onRequest("session/request_permission", async ({ params }) => {
        this.asked.push(params);
        return this.leave(params);
      })
      .onRequest("fs/read_text_file", async ({ params }) => {
        const content = this.buffers[params.path];
        if (content === undefined) throw acp.RequestError.resourceNotFound(params.path);
        return { content };
      });
    const stream = acp.ndJsonStream(Writable.toWeb(out), Readable.toWeb(this.process.stdout.pipe(tee((message) => this.checker.say("agent", message)))));
    this.connection = app.connect(stream);
    this.agent = this.connection.agent;
    this.capabilities = capabilities;
  }
  async start() {
    this.about = await this.agent.request("initialize", { protocolVersion: acp.PROTOCOL_VERSION, clientCapabilities: this.capabilities });
    return this.about;
  }
  async open(stage, more = {}) {
    return (await this.agent.request("session/new", { cwd: stage.project, mcpServers: [], ...more })).sessionId;
  }
  prompt(sessionId, prompt, options) {
    return this.agent.request("session/prompt", { sessionId, prompt: typeof prompt === "string" ? [{ type: "text", text: prompt }] : prompt }, options);
  }
  of(kind, session) {
    return this.updates.filter((one) => one.update.sessionUpdate === kind && (session === undefined || one.sessionId === session)).map((one) => one.update);
  }
  text(kind, session) {
    return this.of(kind, session).map((one) => one.content.text ?? "").join("");
  }
  async close() {
    this.process.stdin.end();
    const code = await new Promise((done) => this.process.exitCode === null ? this.process.once("exit", done) : done(this.process.exitCode));
    assert.equal(code, 0, `plumb acp ended with ${code}: ${this.errors}`);
    assert.deepEqual(this.checker.end(), []);
  }
}

const has_transactions = (stage) => spawnSync(plumb, ["doctor"], { env: stage.env, cwd: stage.project, encoding: "utf8" }).stdout.includes("overlay: effects are held until judged");

const tests = {
  async "a prompt streams, edits, and ends with the verdict"() {
    const stage = await Stage.make({ model_server }, { "calc.py": "def add(a, b):\n    return a - b\n" }, [
      { reasoning: "I should look.", text: "I look at it.", tool_calls: [{ name: "read", arguments: { path: "calc.py" } }] },
      { tool_calls: [{ name: "plan", arguments: { items: [{ text: "fix add", status: "in_progress" }] } }] },
      { tool_calls: [{ name: "edit", arguments: { path: "calc.py", old: "a - b", new: "a + b" } }] },
      { tool_calls: [{ name: "shell", arguments: { command: "echo hello from the shell" } }] },
      { text: "It adds now." },
    ]);
    const editor = new Editor(stage);
    const about = await editor.start();
    assert.equal(about.protocolVersion, 1);
    assert.equal(about.agentCapabilities.loadSession, true);
    const id = await editor.open(stage, { _meta: { plumb: { model: "scripted/scripted-1", verify: false } } });
    const answer = await editor.prompt(id, "fix add");
    assert.equal(answer.stopReason, "end_turn");
    assert.ok(answer.usage.totalTokens > 0);
    assert.equal(stage.read("calc.py"), "def add(a, b):\n    return a + b\n");
    assert.match(editor.text("agent_message_chunk"), /^I look at it\.It adds now\.\*\*plumb: /);
    assert.equal(editor.text("agent_thought_chunk"), "I should look.");
    assert.deepEqual(editor.of("plan").at(-1).entries.map((one) => [one.content, one.status]), [["fix add", "in_progress"]]);
    const calls = editor.of("tool_call");
    assert.deepEqual(calls.map((one) => one.kind), ["read", "edit", "execute"]);
    const diff = editor.of("tool_call_update").flatMap((one) => one.content ?? []).find((one) => one.type === "diff");
    assert.equal(diff.path, `${stage.project}/calc.py`);
    assert.equal(diff.oldText, "def add(a, b):\n    return a - b\n");
    assert.equal(diff.newText, "def add(a, b):\n    return a + b\n");
    assert.ok(JSON.stringify(editor.of("tool_call_update")).includes("hello from the shell"));
    assert.ok(editor.of("usage_update").at(-1).used > 0);
    assert.ok(editor.of("usage_update").at(-1).size > editor.of("usage_update").at(-1).used);
    const report = editor.of("agent_message_chunk").at(-1)._meta.plumb.report;
    assert.equal(report.session, id);
    // Slash commands are plumb's own: the model is not asked.
    const requests = stage.requests().length;
    await editor.prompt(id, "/undo");
    assert.equal(stage.read("calc.py"), "def add(a, b):\n    return a - b\n");
    assert.equal(stage.requests().length, requests);
    await editor.close();
    await stage.close();
  },

  async "held effects are asked about"() {
    const stage = await Stage.make({ model_server }, { "notes.txt": "precious\n" }, [
      { tool_calls: [{ name: "shell", arguments: { command: "rm notes.txt" } }] },
      { text: "Gone." },
      { tool_calls: [{ name: "shell", arguments: { command: "echo x > more.txt; rm notes.txt" } }] },
      { text: "Not gone." },
    ]);
    if (!has_transactions(stage)) {
      await stage.close();
      return "skipped: this machine has no overlays for ordinary programs (plumb doctor)";
    }
    const editor = new Editor(stage);
    await editor.start();
    const id = await editor.open(stage, { _meta: { plumb: { model: "scripted/scripted-1", verify: false } } });
    editor.leave = async () => ({ outcome: { outcome: "selected", optionId: "drop" } });
    await editor.prompt(id, "tidy");
    assert.equal(stage.read("notes.txt"), "precious\n");
    assert.equal(editor.asked.length, 1);
    const { toolCall, options } = editor.asked[0];
    assert.deepEqual(options.map((one) => one.optionId), ["apply", "drop", "keep", "keep_always"]);
    const diff = toolCall.content.find((one) => one.type === "diff");
    assert.equal(diff.oldText, "precious\n");
    assert.equal(diff.newText, "");
    editor.leave = async () => ({ outcome: { outcome: "selected", optionId: "apply" } });
    await editor.prompt(id, "tidy again");
    assert.equal(editor.asked.length, 2);
    assert.equal(stage.read("notes.txt"), null);
    await editor.close();
    await stage.close();
  },

  async "a run is cancelled, and the session goes on"() {
    const stage = await Stage.make({ model_server }, { "a.txt": "a\n" }, [
      { tool_calls: [{ name: "shell", arguments: { command: "echo started; sleep 60" } }] },
      { text: "Back again." },
    ]);
    const editor = new Editor(stage);
    await editor.start();
    const id = await editor.open(stage, { _meta: { plumb: { model: "scripted/scripted-1", verify: false } } });
    const running = editor.prompt(id, "wait");
    await until("the command", () => editor.of("tool_call").length > 0);
    await editor.agent.notify("session/cancel", { sessionId: id });
    assert.equal((await running).stopReason, "cancelled");
    const again = await editor.prompt(id, "go on");
    assert.equal(again.stopReason, "end_turn");
    assert.match(editor.text("agent_message_chunk"), /Back again\./);
    await editor.close();
    await stage.close();
  },

  async "sessions are listed, loaded, resumed, forked and closed"() {
    const stage = await Stage.make({ model_server }, { "a.txt": "a\n" }, [
      { tool_calls: [{ name: "write", arguments: { path: "b.txt", text: "b\n", content: "b\n" } }] },
      { text: "Written." }, { text: "From the fork." }, { text: "After resume." },
    ]);
    const first = new Editor(stage);
    await first.start();
    const id = await first.open(stage, { _meta: { plumb: { model: "scripted/scripted-1", verify: false } } });
    await first.prompt(id, [{ type: "text", text: "write b" }, { type: "image", mimeType: "image/png", data: png }]);
    await first.close();

    const second = new Editor(stage);
    await second.start();
    const { sessions } = await second.agent.request("session/list", { cwd: stage.project });
    assert.deepEqual(sessions.map((one) => one.sessionId), [id]);
    const loaded = await second.agent.request("session/load", { sessionId: id, cwd: stage.project, mcpServers: [] });
    assert.equal(loaded.modes.currentModeId, "ask");
    const said = second.of("user_message_chunk");
    assert.equal(said[0].content.text, "write b");
    assert.equal(said[1].content.type, "image");
    assert.equal(said[1].content.data, png);
    assert.match(second.text("agent_message_chunk"), /Written\.\*\*plumb: /);
    assert.equal(second.of("tool_call")[0].kind, "edit");
    assert.ok(second.of("tool_call_update").flatMap((one) => one.content ?? []).some((one) => one.type === "diff" && one.newText === "b\n"));

    const fork = await second.agent.request("session/fork", { sessionId: id, cwd: stage.project, mcpServers: [] });
    assert.notEqual(fork.sessionId, id);
    await second.prompt(fork.sessionId, "go on");
    assert.match(second.text("agent_message_chunk", fork.sessionId), /From the fork\./);
    assert.ok(JSON.stringify(stage.requests().at(-1).body).includes("write b"), "the fork has the conversation");
    await second.agent.request("session/close", { sessionId: fork.sessionId });
    await second.close();

    const third = new Editor(stage);
    await third.start();
    await third.agent.request("session/resume", { sessionId: id, cwd: stage.project });
    assert.equal(third.of("user_message_chunk").length, 0);
    await third.prompt(id, "and now?");
    assert.match(third.text("agent_message_chunk"), /After resume\./);
    await third.close();
    await stage.close();
  },

  async "embedded context, images and unsaved buffers reach the model"() {
    const stage = await Stage.make({ model_server }, { "a.py": "one\ntwo\n", "b.py": "b\n" }, [
      { tool_calls: [{ name: "read", arguments: { path: "b.py" } }, { name: "shell", arguments: { command: "sleep 3" } }] }, { text: "Seen." },
    ]);
    const editor = new Editor(stage, { fs: { readTextFile: true, writeTextFile: true } });
    editor.buffers[`${stage.project}/a.py`] = "one\nTWO\n";
    editor.buffers[`${stage.project}/b.py`] = "unsaved b\n";
    await editor.start();
    const id = await editor.open(stage, { _meta: { plumb: { model: "scripted/scripted-1", verify: false } } });
    await editor.prompt(id, [
      { type: "text", text: "look at " }, { type: "resource_link", name: "a.py", uri: `file://${stage.project}/a.py` },
      { type: "resource", resource: { uri: "file:///elsewhere/spec.md", text: "the spec says so" } },
      { type: "image", mimeType: "image/png", data: png },
    ]);
    const [first, second] = stage.requests().map((one) => JSON.stringify(one.body));
    assert.ok(first.includes("the spec says so"));
    assert.ok(first.includes(png.slice(0, 40)), "the image");
    assert.ok(first.includes("unsaved changes in `a.py`"));
    assert.ok(second.includes("unsaved changes in `b.py`"), "what it reads while it works");
    assert.equal(stage.read("a.py"), "one\ntwo\n");
    await editor.close();
    await stage.close();
  },

  async "modes, options and the model's end"() {
    const stage = await Stage.make({ model_server }, { "a.txt": "a\n" }, [{ fault: { status: 401, message: "wrong key" } }]);
    const editor = new Editor(stage);
    await editor.start();
    await editor.agent.request("authenticate", { methodId: "environment" });
    const id = await editor.open(stage);
    const { configOptions } = await editor.agent.request("session/set_config_option", { sessionId: id, configId: "model", value: "scripted/scripted-1" });
    assert.equal(configOptions.find((one) => one.id === "model").currentValue, "scripted/scripted-1");
    await editor.agent.request("session/set_mode", { sessionId: id, modeId: "keep" });
    await until("the mode", () => editor.of("current_mode_update").at(-1)?.currentModeId === "keep");
    assert.ok(editor.of("available_commands_update").at(-1).availableCommands.some((one) => one.name === "undo"));
    await assert.rejects(editor.prompt(id, "work"), (error) => error.code === -32000 || error.code === -32603);
    await assert.rejects(editor.agent.request("session/no_such", {}), (error) => error.code === -32601);
    await editor.close();
    await stage.close();
  },

  async "the editor's MCP servers and the project's commands"() {
    const server = new URL("../mcp/scripted_server.py", import.meta.url).pathname;
    const files = { "a.txt": "a\n", ".agents/commands/greet.md": "---\ndescription: Says hello\n---\nSay hello to $ARGUMENTS.\n" };
    const stage = await Stage.make({ model_server }, files, [
      { tool_calls: [{ name: "mcp_call", arguments: { server: "My-db", tool: "echo", arguments: { text: "from the editor's server" } } }] },
      { tool_calls: [{ name: "mcp_call", arguments: { server: "My-db", tool: "env" } }] },
      { text: "hello" },
      { text: "again" },
    ]);
    const editor = new Editor(stage);
    const about = await editor.start();
    assert.equal(about.agentCapabilities.mcpCapabilities.http, true);
    const given = { name: "My db", command: "/usr/bin/python3", args: [server, "plain"], env: [{ name: "DB_PASSWORD", value: "hunter2-of-the-editor" }] };
    const id = await editor.open(stage, { mcpServers: [given], _meta: { plumb: { model: "scripted/scripted-1", verify: false } } });
    await until("the commands", () => editor.of("available_commands_update").at(-1)?.availableCommands.some((one) => one.name === "greet" && one.description === "Says hello"));
    await editor.prompt(id, "/greet the world");
    const requests = stage.requests().map((one) => JSON.stringify(one.body));
    assert.ok(requests[0].includes("Say hello to the world."));
    assert.ok(requests[1].includes("from the editor's server"));
    assert.ok(!requests.join().includes("hunter2"), "a key of the editor's server reached the model");
    await editor.agent.request("session/close", { sessionId: id });
    await editor.agent.request("session/resume", { sessionId: id, cwd: stage.project, mcpServers: [] });
    await editor.prompt(id, "go on");
    const tools = (request) => JSON.stringify(request.body.tools);
    assert.ok(tools(stage.requests()[0]).includes("mcp_call"));
    assert.ok(!tools(stage.requests().at(-1)).includes("mcp_call"), "the servers of before are used though none was brought");
    await assert.rejects(editor.open(stage, { mcpServers: [{ ...given, type: "sse", url: "http://localhost" }] }), (error) => error.code === -32602);
    await editor.close();
    await stage.close();
  },
};

let failed = 0;
for (const [name, test] of Object.entries(tests)) {
  if (only.length > 0 && !only.some((word) => name.includes(word))) continue;
  try {
    const skipped = await within(test(), name);
    console.log(`${skipped ? "skip" : "ok  "} ${name}${skipped ? `: ${skipped}` : ""}`);
  } catch (error) {
    await Stage.close_all();
    ++failed;
    console.error(`FAIL ${name}\n${error.stack ?? JSON.stringify(error)}`);
  }
}
process.exit(failed === 0 ? 0 : 1);
