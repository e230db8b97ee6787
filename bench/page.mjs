// How long an event takes to its paint on the live page, and what 100 open pages cost.
//
//   node bench/page.mjs [--events N] [--pages N]      needs web/node_modules (npm ci in web/) and Chromium
//
// A server over made-up logs (web/mock) sends one event at a time; the page's clock is read when the frame that shows it has been
// handed over (two animation frames after the row is in the document), by the same clock as the sending: both are on this machine.

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

function figures(times) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))].toFixed(1);
  return `median ${at(0.5)} ms, p99 ${at(0.99)} ms, least ${sorted[0].toFixed(1)} ms, n ${sorted.length}`;
}

async function eventToPaint(session) {
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
      for (const node of document.querySelectorAll(".notice")) {
        const word = /bench-\d+/.exec(node.textContent)?.[0];
        if (word === undefined || told.has(word)) continue;
        told.add(word);
        requestAnimationFrame(() => requestAnimationFrame(() => window.painted(word)));
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  const times = [];
  for (let at = 0; at < n; ++at) {
    const word = `bench-${at}`;
    const shown = new Promise((done) => seen.set(word, done));
    const sent = performance.now();
    mock.append(session, "notice", { level: "info", text: word });
    times.push((await shown) - sent);
    await pause(5);
  }
  await page.context().close();
  return figures(times);
}

console.log(`event to paint, 60 events before:      ${await eventToPaint("SMALL")}`);
console.log(`event to paint, 10,000 events before:  ${await eventToPaint("BIG")}`);

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
console.log(`${pages} pages open after ${((performance.now() - open) / 1000).toFixed(1)} s`);
const sent = performance.now();
mock.append("SMALL", "notice", { level: "info", text: "to-all" });
await Promise.all(all.map((page) => page.locator(".notice").filter({ hasText: "to-all" }).waitFor({ state: "attached", timeout: 60_000 })));
console.log(`one event is in all ${pages} documents after ${(performance.now() - sent).toFixed(0)} ms`);
const metrics = await (await context.newCDPSession(all[0])).send("Runtime.getHeapUsage");
console.log(`JavaScript heap of one page: ${(metrics.usedSize / 1e6).toFixed(1)} MB`);
await chrome.close();
await mock.close();
process.exit(0);
