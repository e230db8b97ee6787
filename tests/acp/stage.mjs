// A project, a PLUMB_HOME, a scripted model server, and plumb in between.

import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

export async function until(what, condition, ms = 60_000) {
  for (const end = Date.now() + ms; Date.now() < end; await sleep(20)) {
    const value = await condition();
    if (value) return value;
  }
  throw new Error(`took too long: ${what}`);
}

/// No test waits for ever.
export function within(promise, what, ms = 120_000) {
  let timer;
  const late = new Promise((_, fail) => (timer = setTimeout(() => fail(new Error(`took too long: ${what}`)), ms)));
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

export class Stage {
  static open = new Set();
  owned = [];   // what must end with it
  static async close_all() {
    for (const stage of [...Stage.open]) await stage.close();
  }
  /// `files`: name -> text; `turns`: what the model says, see tests/README.md.
  static async make(programs, files, turns) {
    const stage = new Stage();
    Stage.open.add(stage);
    stage.root = mkdtempSync(join(tmpdir(), "plumb-acp-"));
    stage.project = join(stage.root, "project");
    stage.home = join(stage.root, "home");
    for (const [name, text] of Object.entries(files)) stage.write(name, text);
    mkdirSync(stage.project, { recursive: true });
    writeFileSync(join(stage.root, "script.json"), JSON.stringify({ models: ["scripted-1"], key: "sk-scripted", window: 200000, turns }));
    const port_file = join(stage.root, "port");
    stage.server = spawn(programs.model_server, ["--script", join(stage.root, "script.json"), "--port-file", port_file, "--log", join(stage.root, "log")], { stdio: ["ignore", "ignore", "inherit"] });
    const port = await until("the model server", () => existsSync(port_file) && readFileSync(port_file, "utf8").trim());
    mkdirSync(join(stage.home, "config"), { recursive: true });
    writeFileSync(join(stage.home, "config", "config.toml"), `
[providers.scripted]
base_url = "http://127.0.0.1:${port}/v1"
wire = "chat"
key_env = ["SCRIPTED_KEY"]
[[providers.scripted.models]]
id = "scripted-1"
window = 200000
output_max = 32000
price_in = 1.0
price_out = 10.0
images = true
`);
    stage.env = {
      PATH: process.env.PATH, HOME: join(stage.root, "user"), PLUMB_HOME: stage.home, LANG: "C.UTF-8", TMPDIR: "/tmp",
      SCRIPTED_KEY: "sk-scripted", PLUMB_RETRY_SCALE: "0.01", GIT_CONFIG_SYSTEM: "/dev/null",
    };
    return stage;
  }
  write(name, text) {
    const path = join(this.project, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  read(name) {
    const path = join(this.project, name);
    return existsSync(path) ? readFileSync(path, "utf8") : null;
  }
  /// What the model server was asked, oldest first.
  requests() {
    return readFileSync(join(this.root, "log"), "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line)).filter((one) => one.kind === "request");
  }
  async close() {
    Stage.open.delete(this);
    for (const end of this.owned) end();
    this.server.kill("SIGTERM");
    await new Promise((done) => this.server.exitCode === null && this.server.signalCode === null ? this.server.once("exit", done) : done());
    rmSync(this.root, { recursive: true, force: true });
  }
}
