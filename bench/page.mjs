// How long an event takes to its paint on the live page, and what 100 open pages cost.
//
//   node bench/page.mjs [--events N] [--pages N] [--json]     needs web/node_modules (npm install in web/) and Chromium
//
// A server over made-up logs (web/mock) sends one event at a time; it is painted when the frame that shows it has been handed
// over (two animation frames after the row is in the document). Sending and paint are read from one clock, this program's.
// Beside it, in turns, the least that can be: an element that the debugger writes into the same page, told in the same way.

import { performance } from "node:perf_hooks";
import { browser, openPage, pause, root, until } from "../tests/page/stage.mjs";

const { Mock, bigLog } = await import(`${root}/web/mock/server.js`);
const option = (name, usual) => (process.argv.includes(name) ? Number(process.argv[process.argv.indexOf(name) + 1]) : usual);
const n = option("--events", 200);
const pages = option("--pages", 100);

const mock = new Mock();
mock.add("SMALL", bigLog("SMALL", 60));
mock.add("BIG", bigLog("BIG", 10_000));
await mock.listen();
const chrome = await browser();

const found = {};
const json = process.argv.includes("--json");
const say = (line) => json || console.log(line);

function figures(name, times) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))].toFixed(1);
  found[name] = times;
  say(`${name}: median ${at(0.5)} ms, p99 ${at(0.99)} ms, least ${sorted[0].toFixed(1)} ms, n ${sorted.length}`);
}

async function eventToPaint(session, name) {
  const page = await openPage(chrome, mock.link);
  await page.locator(".app").waitFor();
  await page.evaluate((to) => (location.hash = to), `#/s/${session}`);
  await page.locator(".stream .row").first().waitFor();
  await pause(1000);
  await page.exposeFunction("painted", (word) => seen.get(word)?.(performance.now()));
  const seen = new Map();
  await page.evaluate(() => {
    const told = new Set();
    new MutationObserver(() => {
      for (const node of document.querySelectorAll(".notice, .bare")) {
        const word = /bench-\d+/.exec(node.textContent)?.[0];
        if (word === undefined || told.has(word)) continue;
        told.add(word);
        requestAnimationFrame(() => requestAnimationFrame(() => window.painted(word)));
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  await page.evaluate(() => {
    const bare = document.body.appendChild(document.createElement("p"));
    bare.className = "bare";
    bare.style.cssText = "position:fixed;top:0;left:0";
    window.write = (word) => (bare.textContent = word);
  });
  const times = [], least = [];
  const one = async (word, into, act) => {
    const shown = new Promise((done) => seen.set(word, done));
    const sent = performance.now();
    act(word);
    into.push((await shown) - sent);
    await pause(5);
  };
  for (let at = 0; at < n; ++at) {
    await one(`bench-${2 * at}`, times, (word) => mock.append(session, "notice", { level: "info", text: word }));
    await one(`bench-${2 * at + 1}`, least, (word) => page.evaluate((text) => window.write(text), word));
  }
  await page.context().close();
  figures(name, times);
  figures("  an element alone", least);
  found[`${name}: least`] = least;
}

await eventToPaint("SMALL", "event to paint, 60 events before");
await eventToPaint("BIG", "event to paint, 10,000 events before");

const context = await chrome.newContext();
const first = await context.newPage();
await first.goto(mock.link);
await first.locator(".fleet-row").first().waitFor();
const open = performance.now();
const all = [];
for (let at = 0; at < pages; ++at) {
  const page = await context.newPage();
  await page.goto(`http://127.0.0.1:${mock.port}/#/s/SMALL`);
  all.push(page);
}
await until("all pages are there", () => mock.pages.size >= pages + 1);
found[`${pages} pages open`] = [performance.now() - open];
say(`${pages} pages open after ${((performance.now() - open) / 1000).toFixed(1)} s`);
const sent = performance.now();
mock.append("SMALL", "notice", { level: "info", text: "to-all" });
await Promise.all(all.map((page) => page.locator(".notice").filter({ hasText: "to-all" }).waitFor({ state: "attached", timeout: 60_000 })));
found[`one event in ${pages} documents`] = [performance.now() - sent];
say(`one event is in all ${pages} documents after ${(performance.now() - sent).toFixed(0)} ms`);
const metrics = await (await context.newCDPSession(all[0])).send("Runtime.getHeapUsage");
found["JavaScript heap of one page, MB"] = [metrics.usedSize / 1e6];
say(`JavaScript heap of one page: ${(metrics.usedSize / 1e6).toFixed(1)} MB`);
if (json) console.log(JSON.stringify(found));
await chrome.close();
await mock.close();
process.exit(0);
