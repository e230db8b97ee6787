// The pictures of docs/images, from recorded logs: node mock/pictures.js FOLDER (then pngquant makes them small).

import { chromium } from "playwright-core";
import { bigLog, Mock } from "./server.js";

const folder = process.argv[2] ?? ".";
const mock = new Mock();
mock.loadLogs();
const [id] = mock.sessions.keys();
const events = mock.sessions.get(id).events;
/// More sessions of the same kind, to fill the list.
const like = (name, title, minutes, upto, more = {}) => {
  const t0 = Date.now() - minutes * 60_000 - events.at(-1).t;
  const part = events.filter((one) => one.type !== "effects" || !one.p.effects.some((e) => e.state === "held")).slice(0, upto);
  mock.add(name, part.map((one, at) => ({ ...one, seq: at + 1, t: one.t + t0, p: one.type === "session.started" ? { ...one.p, id: name, task: title, cwd: `/home/me/${more.cwd ?? "tally"}` } : { ...one.p, ...(one.type === "verdict" ? more.verdict : {}) } })), { state: more.state });
};
like("R1", "Print an invoice as PDF, with a test", 1, 40, { state: "running", cwd: "billing" });
like("R2", "Make report --json print valid JSON when there are no rows", 3, 28, { state: "running" });
like("D1", "Time zones: a day has 23 hours in March", 55, 99, { verdict: { status: "failed", reason: "`make test` fails: 2 of 214 tests" }, cwd: "calendar" });
like("D2", "Rename the flag --old to --before everywhere", 130, 99, { verdict: { status: "unverified", reason: "no check would notice a wrong change at `cli/args.c:88`" }, cwd: "archiver" });
like("V1", "The parser reads a comment at the end of a file", 200, 99, { cwd: "parser" });
like("V2", "Round half up, as the tax office wants it", 300, 99);
mock.add("B", bigLog("B", 600, Date.now() - 3 * 86_400_000));
await mock.listen();
const chrome = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
const desk = { viewport: { width: 1360, height: 850 } };
const phone = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
const pictures = [
  ["page-overview", desk, "#/"],
  ["page-light", desk, `#/s/${id}`],
  ["page-dark", { ...desk, colorScheme: "dark" }, `#/s/${id}/proof`, 'document.querySelector(".stream .list").scrollTop = 0'],
  ["page-phone", phone, `#/s/${id}`],
  ["page-phone-list", phone, "#/"],
  ["page-usage", { ...desk, colorScheme: "dark" }, `#/s/${id}/usage`],
  ["page-phone-changes", phone, `#/s/${id}/changes`],
];
for (const [name, options, hash, then] of pictures.filter(([name]) => process.argv.length < 4 || process.argv.slice(3).includes(name))) {
  const context = await chrome.newContext(options);
  const page = await context.newPage();
  page.on("pageerror", (error) => console.log(name, error.stack));
  page.on("console", (message) => message.type() === "error" && console.log(name, message.text()));
  await page.goto(mock.link);
  await page.locator(".app").waitFor();
  await page.evaluate((to) => (location.hash = to), hash);
  await page.waitForTimeout(2500);
  if (then !== undefined) await page.evaluate(then);
  await page.waitForTimeout(800);
  await page.screenshot({ path: `${folder}/${name}.png` });
  await context.close();
}
await chrome.close();
await mock.close();
process.exit(0);
