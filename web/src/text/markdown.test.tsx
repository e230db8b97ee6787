import type { VNode } from "preact";
import { describe, expect, it } from "vitest";
import { elements } from "./Markdown";

type Node = VNode<Record<string, unknown>> | string | number | null | undefined | Node[];
/// Every element of a tree, as "tag attribute=value".
function tags(node: Node, out: string[] = []): string[] {
  if (node === null || node === undefined || typeof node === "string" || typeof node === "number") return out;
  if (Array.isArray(node)) {
    for (const one of node) tags(one, out);
    return out;
  }
  const { children, ...rest } = node.props;
  out.push([String(node.type), ...Object.entries(rest).filter(([name]) => ["href", "src", "style", "dangerouslySetInnerHTML"].includes(name) || name.startsWith("on")).map(([name, value]) => `${name}=${String(value)}`)].join(" "));
  tags(children as Node, out);
  return out;
}
function words(node: Node): string {
  if (node === null || node === undefined) return "";
  if (typeof node === "string" || typeof node === "number") return String(node);
  return Array.isArray(node) ? node.map(words).join("") : words(node.props.children as Node);
}
const of = (text: string) => elements(text) as unknown as Node;

describe("markdown of strangers", () => {
  it.each([
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "a <b onclick=x>b</b>", "<iframe srcdoc='<script>x</script>'>", "<svg/onload=alert(1)>",
    "<style>*{display:none}</style>", "<a href='javascript:x'>y</a>", "- <details open ontoggle=alert(1)>", "| <img src=x> |\n|---|\n| <video> |",
  ])("%s is text", (text) => {
    const all = tags(of(text)).map((one) => one.split(" ")[0]);
    expect(all.filter((tag) => !["p", "ul", "li", "div", "table", "thead", "tbody", "tr", "th", "td"].includes(tag!))).toEqual([]);
    expect(words(of(text))).toContain("<");
  });
  it("links lead to web pages only, and say where", () => {
    expect(tags(of("[x](javascript:alert(1)) [y](https://a.example/) [https://bank.example](https://evil.example/)")).filter((one) => one.startsWith("a "))).toEqual(["a href=https://a.example/", "a href=https://evil.example/"]);
    expect(words(of("[https://bank.example](https://evil.example/)"))).toBe("https://evil.example/");
  });
  it("pictures are links, never loaded", () => {
    expect(tags(of("![tracker](https://evil.example/pixel.png)")).some((one) => one.startsWith("img"))).toBe(false);
  });
  it("depth has a bound", () => {
    expect(() => of(`${"> ".repeat(3000)}x`)).not.toThrow();
    expect(() => of(`${"*".repeat(5000)}x`)).not.toThrow();
    expect(() => of(`${"- ".repeat(800)}x`)).not.toThrow();
  });
  it("reads as markdown", () => {
    expect(tags(of("# A\n\n*b* `c` **d**\n\n1. x\n2. y\n\n```\ncode\n```\n\n| a |\n|---|\n| 1 |"))).toEqual(expect.arrayContaining(["h3", "em", "code", "strong", "ol", "pre", "table"]));
  });
});
