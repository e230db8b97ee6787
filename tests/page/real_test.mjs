// The page in Chromium against plumb serve itself and a scripted model: whole runs, as a user sees them.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { browser, closePage, load, openPage, skipUnlessPossible, until, World } from "./stage.mjs";

skipUnlessPossible();
if (!process.env.PLUMB || !process.env.MODEL_SERVER) {
  console.log("skipped: PLUMB and MODEL_SERVER name no programs");
  process.exit(77);
}

const shell = (command) => ({ name: "shell", arguments: { command } });
const evil = "<img src=x onerror=alert(1)>";
const turns = [
  // A whole run: plan, edit, command, proof.
  { model: "whole", reasoning: "I should look at the function first.", text: "I look at **calc.py** first.", tool_calls: [{ name: "plan", arguments: { items: [{ text: "Fix add", status: "in_progress" }, { text: "Run the tests", status: "pending" }] } }, { name: "read", arguments: { path: "calc.py" } }] },
  { model: "whole", text: "The sign is wrong.", tool_calls: [{ name: "edit", arguments: { path: "calc.py", old: "a - b", new: "a + b" } }] },
  { model: "whole", tool_calls: [{ name: "plan", arguments: { items: [{ text: "Fix add", status: "done" }, { text: "Run the tests", status: "in_progress" }] } }, shell("for n in 1 2 3; do echo step-$n; sleep 1; done; python3 -m unittest 2>&1")] },
  { model: "whole", text: "All tests pass." },
  // Held effects.
  { model: "held", text: "I tidy up.", tool_calls: [shell("rm -f precious.txt; ls")] },
  { model: "held", text: "Tidied.", repeat: 3 },
  // Steering, in the middle of a slow command.
  { model: "steered", text: "This takes a while.", tool_calls: [shell("for n in $(seq 1 8); do echo tick-$n; sleep 1; done")] },
  { model: "steered", expect: { contains: "leave the tests alone" }, text: "Understood: the tests stay as they are." },
  { model: "steered", text: "The second message was heard." },
  // Content that would like to be markup.
  { model: "evil", text: `${evil}<script>alert(2)</script> [x](javascript:alert(3))`, tool_calls: [shell(`printf '\\033]0;title\\007%s\\n' '${evil}'; echo x > '${evil}.txt'`)] },
  { model: "evil", text: "Done." },
];

let chrome;
let world;
before(async () => {
  world = new World(turns, {
    "calc.py": "def add(a, b):\n    return a - b\n",
    "test_calc.py": "import unittest\nfrom calc import add\n\n\nclass Add(unittest.TestCase):\n    def test_add(self):\n        self.assertEqual(add(2, 3), 5)\n",
    "precious.txt": "only here\n",
  });
  await world.open();
  chrome = await browser();
});
after(async () => {
  await chrome?.close();
  await world?.close();
});

/// Starts a task through the dialog; gives the session's id.
async function begin(page, model, task, more = async () => {}) {
  await page.getByRole("button", { name: "New task" }).first().click();
  const dialog = page.getByRole("dialog", { name: "New task" });
  await dialog.getByLabel("What is to be done").fill(task);
  await dialog.getByLabel("Folder", { exact: true }).fill(world.project);
  await dialog.getByLabel("Model").fill(`scripted/${model}`);
  await more(dialog);
  await dialog.getByRole("button", { name: "Start" }).click();
  await until("the session is there", () => /#\/s\/\w+/.test(page.url()));
  return /#\/s\/(\w+)/.exec(page.url())[1];
}
// Four runs of the checks, and faults put into the changed lines: long where the machine is busy.
const ended = (page) => page.locator(".ended").last().waitFor({ timeout: 300_000 });

test("a whole run is watched live, survives a reload, and ends with its proof", async () => {
  const page = await openPage(chrome, world.link);
  const id = await begin(page, "whole", "add() is wrong: fix it");
  await page.locator(".talk.user").filter({ hasText: "add() is wrong" }).waitFor();
  await page.locator(".output.live").filter({ hasText: "step-1" }).waitFor();
  await page.reload();
  await page.locator(".call").filter({ hasText: "edit" }).filter({ hasText: "calc.py" }).waitFor();
  await ended(page);
  await page.locator(".verdict").filter({ hasText: "verified" }).waitFor();
  await page.locator(".file-diff").filter({ hasText: "calc.py" }).waitFor();
  assert.match(await page.locator(".file-diff .add .code, .file-diff td.code.add").first().innerText(), /return a \+ b/);
  await page.locator("#tab-files").click();
  await page.locator(".tree .file").filter({ hasText: "calc.py" }).click();
  await page.locator(".file-text").filter({ hasText: "return a + b" }).waitFor();
  // Before the edit the file was another one.
  const seq = await page.evaluate(() => Number(document.querySelector(".track input").max));
  assert.ok(seq > 20);
  await page.locator("#tab-changes").click();
  await page.getByRole("button", { name: "Undo all" }).click();
  await until("the file is as it was", () => readFileSync(join(world.project, "calc.py"), "utf8").includes("a - b"));
  await page.getByRole("button", { name: "Redo all" }).click();
  await until("the file is fixed again", () => readFileSync(join(world.project, "calc.py"), "utf8").includes("a + b"));
  await page.evaluate((to) => (location.hash = to), `#/s/${id}/usage`);
  await page.locator(".u-wrap").first().waitFor();
  // A link to this session alone, for somebody else's browser.
  await page.getByRole("button", { name: "Share" }).click();
  const field = page.getByRole("dialog", { name: "Share this session" }).getByRole("textbox", { name: "Link" });
  await until("there is a link", async () => (await field.inputValue()).includes(`&s=${id}`));
  const guest = await openPage(chrome, await field.inputValue());
  await guest.locator(".verdict").filter({ hasText: "verified" }).waitFor();
  assert.equal(await guest.locator(".fleet-row, #message").count(), 0);
  await closePage(guest);
  await closePage(page);
});

test("held effects wait for the page, and two windows see the decision", async () => {
  const page = await openPage(chrome, world.link);
  const id = await begin(page, "held", "tidy up");
  await page.locator(".held.waits").filter({ hasText: "precious.txt" }).waitFor();
  const other = await openPage(chrome, world.watchLink);
  await other.locator(`[data-session="${id}"]`).click();
  await other.locator(".held").filter({ hasText: "precious.txt" }).waitFor();
  assert.equal(await other.getByRole("button", { name: "Apply" }).count(), 0);
  assert.ok(existsSync(join(world.project, "precious.txt")));
  await page.locator('.held [data-held="apply"]').click();
  await until("the file is gone", () => !existsSync(join(world.project, "precious.txt")));
  await ended(page);
  await ended(other);
  assert.equal(await other.locator(".held").count(), 0);
  await closePage(page);
  await closePage(other);
});

test("what is said while it works reaches the model; the server may die in between", async () => {
  const page = await openPage(chrome, world.link);
  await begin(page, "steered", "do the slow thing");
  await page.locator(".output.live").filter({ hasText: "tick-1" }).waitFor();
  const box = page.locator("#message");
  await box.fill("leave the tests alone");
  await box.press("Enter");
  await page.locator(".talk.user").filter({ hasText: "leave the tests alone" }).waitFor();
  await page.locator(".talk.answer").filter({ hasText: "Understood" }).waitFor();
  await ended(page);
  const events = Number(await page.locator(".track input").getAttribute("max"));
  const port = world.port;
  await world.kill();
  await page.getByText("plumb does not answer").waitFor();
  await world.serve(port);
  await until("the page is back", async () => (await page.locator(".line-bar").count()) === 0);
  await box.fill("one more thing");
  await box.press("Enter");
  await page.locator(".talk.answer").filter({ hasText: "second message was heard" }).waitFor();
  assert.ok(Number(await page.locator(".track input").getAttribute("max")) > events);
  await closePage(page);
});

test("hostile content of a real run is text", async () => {
  const page = await openPage(chrome, world.link);
  await begin(page, "evil", "make a strange file");
  await ended(page);
  await page.locator(".effect").filter({ hasText: `${evil}.txt` }).first().waitFor();
  assert.equal(await page.locator("#page img, #page script, a[href^='javascript']").count(), 0);
  await closePage(page);
});

test("a foreign origin gets no socket, a wrong token no page", async () => {
  const WebSocket = load("ws");
  const status = await new Promise((done) => {
    const socket = new WebSocket(`ws://127.0.0.1:${world.port}/acp`, ["plumb", "x"], { origin: "https://evil.example" });
    socket.on("unexpected-response", (_, response) => done(response.statusCode));
    socket.on("open", () => done("open"));
    socket.on("error", () => {});
  });
  assert.equal(status, 403);
  const page = await openPage(chrome, `http://127.0.0.1:${world.port}/#${"x".repeat(43)}`);
  await page.getByRole("alert").filter({ hasText: "not valid" }).waitFor();
  await closePage(page);
});
