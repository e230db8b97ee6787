// The page in Chromium over recorded logs (web/mock): what depends on the page alone. real_test.mjs has what needs plumb.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browser, closePage, load, openPage, root, skipUnlessPossible, until } from "./stage.mjs";

skipUnlessPossible();
const { Mock, bigLog, play } = await import(`${root}/web/mock/server.js`);
const axeSource = load("axe-core").source;

let chrome;
let mock;
let tally;
before(async () => {
  mock = new Mock();
  mock.loadLogs();
  tally = [...mock.sessions.keys()][0];
  mock.add("BIG", bigLog("BIG", 10_000));
  await mock.listen();
  chrome = await browser();
});
after(async () => {
  await chrome?.close();
  await mock?.close();
});

async function at(hash, options, link = mock.link) {
  const page = await openPage(chrome, link, options);
  await page.locator(".app").waitFor();
  await page.evaluate((to) => (location.hash = to), hash);
  return page;
}

test("the token leaves the address bar, and a reload does not need it", async () => {
  const page = await openPage(chrome, mock.link);
  await page.locator(".fleet-row").first().waitFor();
  assert.equal(page.url().includes(mock.token), false);
  await page.reload();
  await page.locator(".fleet-row").first().waitFor();
  await closePage(page);
});

test("without a token, or with a wrong one, the page says so and shows nothing", async () => {
  const bare = await openPage(chrome, `http://127.0.0.1:${mock.port}/`);
  await bare.getByRole("heading", { name: "Open the link" }).waitFor();
  await closePage(bare);
  const wrong = await openPage(chrome, `http://127.0.0.1:${mock.port}/#${"x".repeat(43)}`);
  await wrong.getByRole("alert").filter({ hasText: "not valid" }).waitFor();
  assert.equal(await wrong.locator(".fleet-row").count(), 0);
  await closePage(wrong);
});

test("who needs someone stands first, and the search goes through all sessions", async () => {
  const page = await at("#/");
  await page.getByRole("region", { name: "Needs you" }).first().waitFor();
  assert.match(await page.locator(".group").first().innerText(), /^Needs you/);
  await page.keyboard.press("/");
  await page.keyboard.type("module_7");
  await page.getByRole("region", { name: "Found" }).waitFor();
  assert.equal(await page.locator(".fleet-row").count(), 1);
  await closePage(page);
});

test("hostile content is text: names, output, titles", async () => {
  const page = await at(`#/s/${tally}`);
  await page.locator(".held .path").getByText("todo <img src=x onerror=alert(1)>.txt").waitFor();
  const evil = "<img src=x onerror=alert(2)><script>alert(3)</script>";
  mock.append(tally, "session.title", { title: `${evil}\u202egpj` });
  mock.append(tally, "user.message", { text: `${evil} [x](javascript:alert(4)) ![p](https://evil.example/p.png)` });
  mock.append(tally, "tool.call", { id: "evil", name: evil, arguments: JSON.stringify({ command: evil }) });
  mock.append(tally, "tool.result", { id: "evil", output: `\u001b]0;${evil}\u0007${evil}\u001b[31mred`, is_error: true, duration_ms: 1 });
  mock.append(tally, "effects", { step: "evil", what: evil, effects: [{ path: `${evil}/x\ny`, change: "created" }] });
  mock.append(tally, "notice", { level: evil, text: evil });
  mock.append(tally, "plan", { items: [{ text: evil, status: evil }] });
  mock.append(tally, "verdict", { status: evil, reason: evil, fixed: [evil], broken: [], failing: [], missing: [], flaky: [], notes: [evil], tampering: [{ kind: evil, path: evil, line: 1, what: evil, diff: `@@ -1 +1 @@\n-${evil}\n+x` }] });
  await page.getByText("⟨202E⟩gpj").first().waitFor();
  for (const tab of ["plan", "changes", "files", "proof", "record"]) {
    await page.locator(`#tab-${tab}`).click();
    await page.waitForTimeout(150);
  }
  assert.equal(await page.locator("#page img, #page script, #page iframe, #page [onerror]").count(), 0);
  assert.equal(await page.locator('a[href^="javascript"]').count(), 0);
  await closePage(page);
});

test("scrubbing shows messages, plan and files as they were, and back", async () => {
  const page = await at(`#/s/${tally}/plan`);
  const slider = page.getByRole("slider", { name: "Moment that is shown" });
  await slider.waitFor();
  await page.locator(".row").first().waitFor();
  const now = await page.locator(".panel").innerText();
  await slider.focus();
  await page.evaluate(() => {
    const input = document.querySelector(".track input");
    input.value = "9";
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await page.locator(".plan-steps .is-pending").nth(2).waitFor();
  assert.equal(await page.locator(".verdict").count(), 0);
  assert.notEqual(await page.locator(".panel").innerText(), now);
  await page.locator("#tab-files").click();
  await page.getByText("No file is touched yet").waitFor();
  await page.getByRole("button", { name: "Back to now" }).click();
  await page.locator(".tree .file").first().waitFor();
  await closePage(page);
});

test("two windows are in sync: a decision in one is seen in the other", async () => {
  void play(mock, "TWO", mock.sessions.get(tally).events.slice(0, 64), 60);
  const one = await at("#/s/TWO");
  const two = await at("#/s/TWO");
  await one.locator(".held").waitFor();
  await two.locator(".held").waitFor();
  await one.getByRole("button", { name: "Refuse" }).first().click();
  await two.locator(".line.change").filter({ hasText: "Refused" }).waitFor();
  await until("the question is gone in both", async () => (await one.locator(".held").count()) + (await two.locator(".held").count()) === 0);
  await closePage(one);
  await closePage(two);
});

test("a link that watches has nothing that steers", async () => {
  const page = await at(`#/s/${tally}`, {}, mock.watchLink);
  await page.getByText("You are watching").waitFor();
  for (const name of ["Apply", "Refuse", "Undo all", "New task", "Rename", "Send", "Fork"]) assert.equal(await page.getByRole("button", { name, exact: true }).count(), 0, name);
  await closePage(page);
});

test("a broken line comes back, and nothing is missing", async () => {
  const page = await at("#/s/BIG/record");
  await page.getByText("10,000 events").or(page.getByText(/^\d\d?,\d+ events/)).first().waitFor();
  const port = mock.port;
  const n = mock.sessions.get("BIG").events.length;
  await mock.close();
  mock.append("BIG", "notice", { level: "info", text: "said while nobody listened" });
  await page.getByText("plumb does not answer").waitFor();
  await mock.listen(port);
  await page.locator(".notice").filter({ hasText: "said while nobody listened" }).waitFor();
  await page.getByText(`${(n + 1).toLocaleString("en")} events`).waitFor();
  await closePage(page);
});

test("10,000 events: few elements, and frames in time while it is scrolled and scrubbed", async () => {
  const page = await at("#/s/BIG");
  await page.getByText(/^\d\d?,\d+ events/).waitFor();
  const rows = await page.locator(".stream .row").count();
  assert.ok(rows > 3 && rows < 80, `${rows} rows`);
  const frames = await page.evaluate(async () => {
    const list = document.querySelector(".stream .list");
    const input = document.querySelector(".track input");
    const times = [];
    let last = performance.now();
    for (let n = 0; n < 90; ++n) {
      if (n < 45) {
        list.scrollTop = (list.scrollHeight * n) / 45;
      } else {
        input.value = String(1 + (n - 45) * 200);
        input.dispatchEvent(new Event("input", { bubbles: true }));
      }
      await new Promise((done) => requestAnimationFrame(done));
      const now = performance.now();
      times.push(now - last);
      last = now;
    }
    return times.sort((a, b) => a - b);
  });
  const median = frames[Math.floor(frames.length / 2)];
  console.log(`frames: median ${median.toFixed(1)} ms, p95 ${frames[Math.floor(frames.length * 0.95)].toFixed(1)} ms, worst ${frames.at(-1).toFixed(1)} ms`);
  // A machine that compiles meanwhile has slow frames; a list that is not virtual has frames of seconds.
  assert.ok(median < 400, `median ${median} ms`);
  await closePage(page);
});

test("the keyboard alone: open a session, walk its rows, decide, write, get help", async () => {
  mock.add("KEYS", mock.sessions.get(tally).events.slice(0, 64).map((one, at) => ({ ...one, seq: at + 1 })));
  const page = await at("#/");
  await page.locator('[data-session="KEYS"]').focus();
  await page.keyboard.press("Enter");
  await page.locator(".stream .row").first().waitFor();
  await page.keyboard.press("Escape");
  await page.evaluate(() => document.activeElement?.blur());
  await page.keyboard.press("j");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  assert.ok(await page.evaluate(() => document.activeElement?.matches(".row") ?? false));
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  assert.notEqual(outline, "none");
  await page.keyboard.press("Home");
  await until("the first row has the focus", () => page.evaluate(() => document.activeElement?.getAttribute("aria-posinset") === "1"));
  await page.locator(".held").first().waitFor();
  await page.keyboard.press("x");
  await until("the decision is taken", async () => (await page.locator(".held").count()) === 0);
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keys" }).waitFor();
  // Two keys within one frame: the second must find the dialog gone, and keep the focus that it asked for.
  await page.evaluate(() => {
    document.querySelector('dialog [aria-label="Close"]').click();
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "c", bubbles: true, cancelable: true }));
  });
  await page.waitForTimeout(100);
  assert.equal(await page.evaluate(() => document.activeElement?.id), "message");
  await page.keyboard.type("thanks");
  await page.keyboard.press("Enter");
  await page.locator(".talk.user").filter({ hasText: "thanks" }).waitFor();
  await closePage(page);
});

test("a phone's width is enough: nothing is cut off, targets are big", async () => {
  const page = await at("#/", { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 });
  const wide = () => page.evaluate(() => document.documentElement.scrollWidth);
  const cut = () => page.evaluate(() => [...document.querySelectorAll("button, textarea, input, .chip")].filter((one) => one.offsetParent !== null && !one.closest(".tabs, .hunk, pre, .track, .vh") && one.getBoundingClientRect().right > 361).map((one) => one.outerHTML.slice(0, 80)));
  await page.locator(".fleet-row").first().waitFor();
  assert.equal(await wide(), 360);
  assert.deepEqual(await cut(), [], "overview");
  for (const tab of ["", "/plan", "/changes", "/files", "/proof", "/usage", "/record"]) {
    await page.evaluate((to) => (location.hash = to), `#/s/${tally}${tab}`);
    await page.waitForTimeout(400);
    assert.equal(await wide(), 360, tab);
    assert.deepEqual(await cut(), [], tab);
  }
  const small = await page.evaluate(() => [...document.querySelectorAll(".foot button")].filter((one) => one.offsetParent !== null && one.getBoundingClientRect().height < 34).map((one) => one.outerHTML.slice(0, 80)));
  assert.deepEqual(small, []);
  await closePage(page);
});

for (const colorScheme of ["light", "dark"]) {
  test(`axe finds nothing to object to (${colorScheme})`, async () => {
    const page = await at("#/", { colorScheme, reducedMotion: "reduce" });
    await page.locator(".fleet-row").first().waitFor();
    const look = async (where) => {
      // By the debugger's door: the page's policy lets no script in.
      const found = await page.evaluate(`${axeSource}; axe.run(document, { resultTypes: ["violations"] }).then((all) => all.violations.map((one) => one.id + ": " + one.nodes.slice(0, 3).map((node) => node.html.slice(0, 140) + " " + (node.any[0]?.message ?? "")).join(" | ")))`);
      assert.deepEqual(found, [], where);
    };
    await look("overview");
    for (const tab of ["plan", "changes", "files", "proof", "usage", "record"]) {
      await page.evaluate((to) => (location.hash = to), `#/s/${tally}/${tab}`);
      await page.locator(".panel > *").first().waitFor();
      await page.waitForTimeout(500);
      await look(tab);
    }
    await page.keyboard.press("n");
    await page.getByRole("dialog", { name: "New task" }).waitFor();
    await look("new task");
    await closePage(page);
  });
}
