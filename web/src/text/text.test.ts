import { describe, expect, it } from "vitest";
import { ansiLines, needsScreen, stripAnsi } from "./ansi";
import { duration, money, offset, tokens } from "./format";
import { oneLine, plain, safeLink } from "./safe";
import { pairs, parseUnified } from "./unified";

const esc = "\u001b";
const words = (text: string) => ansiLines(text).lines.map((runs) => runs.map((run) => run.text).join(""));

describe("what commands print", () => {
  it("keeps colours over lines and ends them", () => {
    const { lines } = ansiLines(`${esc}[1;31mred\nstill${esc}[0m not ${esc}[38;5;208mo${esc}[38;2;1;2;3mt`);
    expect(lines[0]![0]).toMatchObject({ text: "red", style: { fg: "1", bold: true } });
    expect(lines[1]![0]!.style).toMatchObject({ fg: "1" });
    expect(lines[1]![1]).toMatchObject({ text: " not ", style: null });
    expect(lines[1]!.slice(2).map((run) => run.style!.fg)).toEqual(["#ff8700", "#010203"]);
  });
  it("shows what a carriage return left", () => {
    expect(words("10%\r50%\r100%\ndone\r\n")).toEqual(["100%", "done"]);
  });
  it.each([
    ["a title", `${esc}]0;evil title\u0007after`],
    ["a link", `${esc}]8;;javascript:alert(1)${esc}\\after${esc}]8;;${esc}\\`],
    ["the clipboard", `${esc}]52;c;ZXZpbA==\u0007after`],
    ["a device string", `${esc}P1$tx${esc}\\after`],
    ["a query", `${esc}[6nafter`],
    ["C1 controls", "\u009b31mafter".replace("31m", "")],
  ])("passes over %s", (_, text) => {
    expect(words(text)).toEqual(["after"]);
    expect(stripAnsi(text)).toBe("after");
  });
  it("is done with a sequence that never ends", () => {
    expect(words(`before${esc}]0;${"x".repeat(100_000)}`)).toEqual(["before"]);
    expect(words(`${esc}[`.repeat(50_000))).toEqual([""]);
  });
  it("makes what turns the direction round visible", () => {
    expect(words("a\u202egpj.exe")).toEqual(["a⟨202E⟩gpj.exe"]);
  });
  it("says what was left out", () => {
    expect(ansiLines("1\n2\n3\n4", 2)).toMatchObject({ left: 2, lines: [[{ text: "3" }], [{ text: "4" }]] });
  });
  it("knows when a screen is drawn", () => {
    expect(needsScreen(`${esc}[31mred${esc}[0m`)).toBe(false);
    expect(needsScreen(`${esc}[2J${esc}[H top`)).toBe(true);
    expect(needsScreen(`${esc}[1A up`)).toBe(true);
  });
});

describe("names of strangers", () => {
  it("are one line, with nothing hidden", () => {
    expect(oneLine("a\nb\u200b\u202e\u0007c\u{e0041}")).toBe("a⏎b⟨200B⟩⟨202E⟩⟨0007⟩c⟨E0041⟩");
    expect(plain("a\n\tb\u0000\u2066")).toBe("a\n\tb␀⟨2066⟩");
  });
  it.each([["javascript:alert(1)", ""], ["JaVaScRiPt:alert(1)", ""], ["data:text/html,x", ""], ["file:///etc/passwd", ""], ["/relative", ""], ["https://a.example/x", "https://a.example/x"], ["mailto:a@b.example", "mailto:a@b.example"]])("link %s", (href, to) => {
    expect(safeLink(href)).toBe(to);
  });
});

describe("unified diffs", () => {
  it("are files, hunks, lines with numbers", () => {
    const [file] = parseUnified("--- a/x.py\n+++ b/x.py\n@@ -3,3 +3,4 @@ def f():\n a\n-b\n+c\n+d\n e\n");
    expect(file).toMatchObject({ before: "x.py", after: "x.py", added: 2, removed: 1 });
    expect(file!.hunks[0]!.head).toBe("def f():");
    expect(file!.hunks[0]!.lines.map((line) => [line.mark, line.before, line.after])).toEqual([[" ", 3, 3], ["-", 4, 0], ["+", 0, 4], ["+", 0, 5], [" ", 5, 6]]);
  });
  it("a removed line that looks like a head is a removed line", () => {
    const [file, more] = parseUnified("--- a/q.sql\n+++ b/q.sql\n@@ -1,2 +1,1 @@\n--- a comment\n x\n");
    expect(more).toBeUndefined();
    expect(file!.hunks[0]!.lines[0]).toMatchObject({ mark: "-", text: "-- a comment" });
  });
  it("knows created, deleted, moved and quoted files, and keeps notes", () => {
    const files = parseUnified('diff --git a/old b/new\nsimilarity index 100%\nrename from old\nrename to new\n--- /dev/null\n+++ "b/\\303\\274.txt"\n@@ -0,0 +1 @@\n+x\n--- a/gone\n+++ /dev/null\n# held: only you have it\n@@ -1 +0,0 @@\n-y\n');
    expect(files.map((one) => [one.before, one.after])).toContainEqual(["", "ü.txt"]);
    const gone = files.find((one) => one.before === "gone")!;
    expect(gone.after).toBe("");
    expect(gone.removed).toBe(1);
    expect(gone.notes.join()).toMatch(/only you have it/);
  });
  it("pairs what was removed with what took its place", () => {
    const [file] = parseUnified("--- a/x\n+++ b/x\n@@ -1,3 +1,2 @@\n-a\n-b\n+c\n d\n");
    expect(pairs(file!.hunks[0]!.lines).map((pair) => [pair.left?.text, pair.right?.text])).toEqual([["a", "c"], ["b", undefined], ["d", "d"]]);
  });
  it("takes any text without failing", () => {
    for (const text of ["", "x", "@@ -1 +1 @@\n+a", "--- \n+++ \n@@ -1,9 +1,9 @@\n a", "diff --git x"]) expect(() => parseUnified(text)).not.toThrow();
  });
});

describe("figures", () => {
  it("are short", () => {
    expect([duration(12), duration(1234), duration(61_000), duration(3_660_000)]).toEqual(["12 ms", "1.2 s", "1 min 1 s", "1 h 1 min"]);
    expect([tokens(999), tokens(1234), tokens(36_600), tokens(2_000_000)]).toEqual(["999", "1.2k", "37k", "2.0M"]);
    expect([money(0.0021), money(1.5), money(null)]).toEqual(["$0.0021", "$1.50", ""]);
    expect([offset(7000), offset(723_000), offset(3_723_000)]).toEqual(["0:07", "12:03", "1:02:03"]);
  });
});
