// Markdown of strangers, as elements: marked cuts the text into tokens, and each token becomes an element here. No HTML
// is ever made of it, so there is nothing to clean: tags in the text are shown as text, links lead to web pages only,
// and pictures are links (a page that loads them would tell their server who reads).

import { lexer, type Token, type Tokens } from "marked";
import type { ComponentChildren } from "preact";
import { useMemo, useRef } from "preact/hooks";
import { oneLine, plain, safeLink } from "./safe";

const k_deepest = 24;

function unescape(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ({ amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" })[name] ?? "");
}

function link(href: string, children: ComponentChildren, shown: string): ComponentChildren {
  const to = safeLink(href);
  if (to === "") return <span title={oneLine(href)}>{children}</span>;
  // A text that looks like an address of somewhere else is no text for a link.
  const lies = /^\s*(https?:|www\.)/i.test(shown) && !to.includes(shown.trim().replace(/\/$/, ""));
  return (
    <a href={to} target="_blank" rel="noopener noreferrer nofollow ugc" title={to}>
      {lies ? to : children}
    </a>
  );
}

function inline(tokens: Token[] | undefined, depth: number): ComponentChildren[] {
  if (depth > k_deepest) return (tokens ?? []).map((one) => plain(one.raw));
  return (tokens ?? []).map((token, at): ComponentChildren => {
    switch (token.type) {
      case "strong":
        return <strong key={at}>{inline(token.tokens, depth + 1)}</strong>;
      case "em":
        return <em key={at}>{inline(token.tokens, depth + 1)}</em>;
      case "del":
        return <del key={at}>{inline(token.tokens, depth + 1)}</del>;
      case "codespan":
        return <code key={at}>{plain((token as Tokens.Codespan).text)}</code>;
      case "br":
        return <br key={at} />;
      case "link":
        return link((token as Tokens.Link).href, inline(token.tokens, depth + 1), (token as Tokens.Link).text);
      case "image": {
        const image = token as Tokens.Image;
        return link(image.href, `[picture: ${plain(image.text || image.href)}]`, "");
      }
      case "text":
      case "escape":
        if ("tokens" in token && token.tokens !== undefined) return inline(token.tokens, depth + 1);
        return plain(unescape((token as Tokens.Text).text));
      default:
        return plain(token.raw);
    }
  });
}

function listItem(item: Tokens.ListItem, key: number, depth: number): ComponentChildren {
  return (
    <li key={key} class={item.task ? "task" : undefined}>
      {item.task ? <span role="img" aria-label={item.checked ? "done" : "not done"}>{item.checked ? "☑ " : "☐ "}</span> : null}
      {blocks(item.tokens, depth + 1)}
    </li>
  );
}

function block(token: Token, key: number, depth: number): ComponentChildren {
  switch (token.type) {
    case "space":
    case "def":
      return null;
    case "heading": {
      // The page has headings of its own: those of a text come below them.
      const Tag = `h${Math.min(6, (token as Tokens.Heading).depth + 2)}` as "h3";
      return <Tag key={key}>{inline(token.tokens, depth)}</Tag>;
    }
    case "paragraph":
      return <p key={key}>{inline(token.tokens, depth)}</p>;
    case "code":
      return (
        <pre key={key} tabIndex={0}>
          <code>{plain((token as Tokens.Code).text)}</code>
        </pre>
      );
    case "blockquote":
      return <blockquote key={key}>{blocks((token as Tokens.Blockquote).tokens, depth + 1)}</blockquote>;
    case "list": {
      const all = token as Tokens.List;
      const items = all.items.map((item, at) => listItem(item, at, depth));
      return all.ordered ? <ol key={key} start={Number(all.start) || 1}>{items}</ol> : <ul key={key}>{items}</ul>;
    }
    case "hr":
      return <hr key={key} />;
    case "table": {
      const table = token as Tokens.Table;
      const align = (at: number) => (table.align[at] ? `to-${table.align[at]}` : undefined);
      return (
        <div class="table" key={key} tabIndex={0} role="region" aria-label="Table">
          <table>
            <thead>
              <tr>{table.header.map((cell, at) => <th key={at} scope="col" class={align(at)}>{inline(cell.tokens, depth)}</th>)}</tr>
            </thead>
            <tbody>
              {table.rows.map((cells, r) => (
                <tr key={r}>{cells.map((cell, at) => <td key={at} class={align(at)}>{inline(cell.tokens, depth)}</td>)}</tr>
              ))}
            </tbody>
          </table>
        </div>
      );
    }
    case "text":
      if ("tokens" in token && token.tokens !== undefined) return inline(token.tokens, depth);
      return plain(unescape((token as Tokens.Text).text));
    default:
      return <p key={key}>{plain(token.raw)}</p>;
  }
}

function blocks(tokens: Token[], depth: number): ComponentChildren[] {
  if (depth > k_deepest) return tokens.map((one) => plain(one.raw));
  return tokens.map((token, at) => block(token, at, depth));
}

// Nesting costs the lexer more than its length, and nobody writes 16 levels; a novel is no message either.
const k_length_max = 256 * 1024;
const k_too_deep = /^(?:[ \t]*(?:>|[-*+] |\d{1,9}[.)] )){16}/m;
const k_too_many = /([*_~`[\]()<!])\1{255}/;

function cut(text: string): Token[] {
  if (text.length > k_length_max || k_too_deep.test(text) || k_too_many.test(text)) return [{ type: "code", raw: text, text } as Token];
  try {
    return lexer(text, { gfm: true });
  } catch {
    return [{ type: "paragraph", raw: text, text, tokens: [{ type: "text", raw: text, text }] } as Token];
  }
}

/// Tokens of a text that grows at its end: what cannot change any more is not cut again.
class Growing {
  private text = "";
  private tokens: Token[] = [];
  of(text: string): Token[] {
    if (text === this.text) return this.tokens;
    if (!text.startsWith(this.text) || text.length < 2048) {
      this.tokens = cut(text);
    } else {
      const stable = this.tokens.slice(0, -2);
      const done = stable.reduce((sum, one) => sum + one.raw.length, 0);
      this.tokens = [...stable, ...cut(text.slice(done))];
    }
    this.text = text;
    return this.tokens;
  }
}

/// The elements of a whole text.
export function elements(text: string): ComponentChildren[] {
  return blocks(cut(text.replace(/\r\n?/g, "\n")), 0);
}

export function Markdown({ text: given }: { text: string }) {
  const text = given.replace(/\r\n?/g, "\n");
  const growing = useRef<Growing | null>(null);
  growing.current ??= new Growing();
  const tokens = growing.current.of(text);
  return useMemo(() => <div class="prose">{blocks(tokens, 0)}</div>, [tokens]);
}
