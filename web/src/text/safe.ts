// Text of strangers that is shown as one line (names, paths, commands): what could make it look like another text is
// made visible. Markup needs no care here: text nodes are never parsed.

const k_hidden = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/gu;
const k_hidden_but_lines = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

const k_short: Record<string, string> = { "\n": "⏎", "\t": " ", "\r": "␍", "\u001b": "␛", "\u0000": "␀" };

function shown(char: string): string {
  const short = k_short[char];
  if (short !== undefined) return short;
  return `⟨${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}⟩`;
}

/// One line, nothing hidden in it, nothing that turns its direction round.
export function oneLine(value: string): string {
  return value.replace(k_hidden, shown);
}

/// Lines and tabs stay; controls and characters that turn the direction round become visible.
export function plain(value: string): string {
  return value.replace(k_hidden_but_lines, shown);
}

/// Only what people may follow from a text of strangers; "" else.
export function safeLink(href: string): string {
  try {
    const url = new URL(href);
    return url.protocol === "https:" || url.protocol === "http:" || url.protocol === "mailto:" ? url.href : "";
  } catch {
    return "";
  }
}
