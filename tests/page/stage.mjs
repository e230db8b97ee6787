// What the tests of the live page have in common: the program, its scripted model, a browser.

import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));
const from = createRequire(join(root, "web/package.json"));

export const k_wait = 90_000; // ms: the machine may be busy; nothing waits as long when all is well
export const k_chromium = process.env.CHROMIUM ?? "/usr/bin/chromium";

/// A package of web/node_modules.
export function load(name) {
  return from(name);
}
export const pause = (ms) => new Promise((done) => setTimeout(done, ms));

export async function until(what, check, limit = k_wait) {
  const end = Date.now() + limit;
  for (;;) {
    const value = await check();
    if (value) return value;
    if (Date.now() > end) throw new Error(`never happened: ${what}`);
    await pause(100);
  }
}

export async function browser() {
  const { chromium } = load("playwright-core");
  return chromium.launch({ executablePath: k_chromium, args: ["--no-sandbox", "--disable-gpu"] });
}

/// A page that fails the test when a script fails in it, or when the policy forbids something.
export async function openPage(chrome, link, options = {}) {
  const context = await chrome.newContext({ viewport: { width: 1300, height: 850 }, ...options });
  context.setDefaultTimeout(k_wait);
  const page = await context.newPage();
  page.problems = [];
  page.on("pageerror", (error) => page.problems.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" && !/status of 40[13]|WebSocket connection|net::ERR/.test(message.text())) page.problems.push(message.text());
  });
  page.on("dialog", (dialog) => {
    page.problems.push(`a script of a stranger ran: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.addInitScript(() => {
    window.violations = [];
    document.addEventListener("securitypolicyviolation", (event) => window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
  });
  if (link) await page.goto(link);
  return page;
}
export async function closePage(page) {
  const violations = await page.evaluate(() => window.violations).catch(() => []);
  await page.context().close();
  const all = [...page.problems, ...violations];
  if (all.length > 0) throw new Error(`the page has problems: ${all.join("; ")}`);
}

/// plumb serve with a state folder, a project and a scripted model.
export class World {
  constructor(turns, files = {}) {
    this.root = mkdtempSync(join(tmpdir(), "plumb-page-"));
    this.home = join(this.root, "home");
    this.project = join(this.root, "project");
    for (const folder of [join(this.home, "config"), this.project, join(this.root, "user")]) mkdirSync(folder, { recursive: true });
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.project, name)), { recursive: true });
      writeFileSync(join(this.project, name), text);
    }
    this.env = {
      PATH: process.env.PATH, HOME: join(this.root, "user"), PLUMB_HOME: this.home, LANG: "C.UTF-8", TERM: "dumb", SCRIPTED_KEY: "sk-scripted",
      GIT_CONFIG_GLOBAL: join(this.root, "gitconfig"), GIT_CONFIG_SYSTEM: "/dev/null", PYTHONDONTWRITEBYTECODE: "1",
    };
    this.models = [...new Set(turns.map((one) => one.model))];
    writeFileSync(join(this.root, "script.json"), JSON.stringify({ models: this.models, key: "sk-scripted", window: 200000, turns }));
  }
  start(program, args, log) {
    const child = spawn(program, args, { env: this.env, cwd: this.project, stdio: ["ignore", "pipe", "pipe"] });
    child.said = "";
    child.stdout.on("data", (piece) => (child.said += piece));
    child.stderr.on("data", (piece) => (child.said += piece));
    child.gone = new Promise((done) => child.on("exit", done));
    child.log = log;
    return child;
  }
  async open() {
    const portFile = join(this.root, "port");
    this.model = this.start(process.env.MODEL_SERVER, ["--script", join(this.root, "script.json"), "--port-file", portFile, "--log", join(this.root, "model.jsonl")]);
    const port = await until("the model server's port", () => existsSync(portFile) && readFileSync(portFile, "utf8").trim());
    const models = this.models.map((id) => `\n[[providers.scripted.models]]\nid = "${id}"\nwindow = 200000\noutput_max = 32000\nprice_in = 1.0\nprice_cached = 0.1\nprice_out = 10.0\nreasoning = true\n`);
    writeFileSync(
      join(this.home, "config/config.toml"),
      `model = "scripted/${this.models[0]}"\n[providers.scripted]\nbase_url = "http://127.0.0.1:${port}/v1"\nwire = "responses"\nkey_env = ["SCRIPTED_KEY"]\n${models.join("")}`,
    );
    await this.serve();
  }
  async serve(port = 0) {
    this.server = this.start(process.env.PLUMB, ["serve", "--json", "--port", String(port)]);
    const links = await until("the links", () => {
      if (this.server.exitCode !== null) throw new Error(`plumb serve ended: ${this.server.said}`);
      const found = /\{[\s\S]*\}/.exec(this.server.said);
      return found && JSON.parse(found[0]);
    });
    this.link = links.url;
    this.watchLink = links.watch;
    this.port = Number(new URL(this.link).port);
  }
  async kill() {
    this.server.kill("SIGKILL");
    await this.server.gone;
  }
  async close() {
    this.server?.kill("SIGTERM");
    this.model?.kill("SIGTERM");
    await Promise.race([Promise.all([this.server?.gone, this.model?.gone]), pause(20_000)]);
    rmSync(this.root, { recursive: true, force: true });
  }
}

/// Exits with 77 and the reason where the tests cannot be run.
export function skipUnlessPossible() {
  const skip = (why) => {
    console.log(`skipped: ${why}`);
    process.exit(77);
  };
  if (!existsSync(k_chromium)) skip("chromium is not installed");
  try {
    load("playwright-core");
    load("ws");
  } catch {
    skip("web/node_modules is not there: npm ci in web/");
  }
  if (!existsSync(join(root, "web/dist/index.html"))) skip("there is no web/dist");
}
