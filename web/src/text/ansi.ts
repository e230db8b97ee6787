// What a command printed, as lines of styled text. Colours and carriage returns are done here; a screen that moves its
// cursor goes through a whole terminal emulator (ui/Terminal.tsx), which is loaded only then. All other escape
// sequences (titles, links, clipboards, device queries) are passed over. Nothing here makes markup.

export interface Style {
  fg: string; // "" = as usual; "1".."15" = a class; "#rrggbb"
  bg: string;
  bold: boolean;
  dim: boolean;
  italic: boolean;
  underline: boolean;
  inverse: boolean;
}
export interface Run {
  text: string;
  style: Style | null; // null = as usual
}

// CSI, OSC/DCS/SOS/PM/APC up to their end (or the end of what is there), other escapes, C1 forms.
const k_escape = /\u001b\[[0-?]*[ -/]*[@-~]?|\u001b[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b[ -/]*[0-~]?|[\u0080-\u009f]/g;

/// Whether the text draws on a screen: moves the cursor by more than a line's beginning, or clears.
export function needsScreen(text: string): boolean {
  return /\u001b\[[0-9;?]*(?:[ABCDEFGHJSTXdf`LMPs@]|[0-9;]*[hl](?<=\?(?:1049|47|1047)[hl]))/.test(text);
}

function plainStyle(): Style {
  return { fg: "", bg: "", bold: false, dim: false, italic: false, underline: false, inverse: false };
}

const k_steps = [0, 95, 135, 175, 215, 255];
function indexed(n: number): string {
  if (n < 16) return String(n);
  const hex = (v: number) => v.toString(16).padStart(2, "0");
  if (n >= 232) return `#${hex(8 + (n - 232) * 10).repeat(3)}`;
  const c = n - 16;
  return `#${[Math.floor(c / 36), Math.floor(c / 6) % 6, c % 6].map((one) => hex(k_steps[one]!)).join("")}`;
}

/// Colour after 38 or 48; returns how many parameters it took.
function extended(codes: number[], at: number, put: (colour: string) => void): number {
  if (codes[at + 1] === 5) {
    const n = codes[at + 2] ?? -1;
    if (n >= 0 && n < 256) put(indexed(n));
    return 2;
  }
  if (codes[at + 1] === 2) {
    const parts = codes.slice(at + 2, at + 5);
    if (parts.length === 3 && parts.every((one) => one >= 0 && one < 256)) {
      put(`#${parts.map((one) => one.toString(16).padStart(2, "0")).join("")}`);
    }
    return 4;
  }
  return 0;
}

function restyle(style: Style, parameters: string): Style {
  let s = { ...style };
  const codes = parameters === "" ? [0] : parameters.split(/[;:]/).map((one) => Number(one) || 0);
  for (let at = 0; at < codes.length; ++at) {
    const code = codes[at]!;
    if (code === 0) s = plainStyle();
    else if (code === 1) s.bold = true;
    else if (code === 2) s.dim = true;
    else if (code === 3) s.italic = true;
    else if (code === 4) s.underline = true;
    else if (code === 7) s.inverse = true;
    else if (code === 22) s.bold = s.dim = false;
    else if (code === 23) s.italic = false;
    else if (code === 24) s.underline = false;
    else if (code === 27) s.inverse = false;
    else if (code >= 30 && code <= 37) s.fg = String(code - 30);
    else if (code >= 90 && code <= 97) s.fg = String(code - 82);
    else if (code >= 40 && code <= 47) s.bg = String(code - 40);
    else if (code >= 100 && code <= 107) s.bg = String(code - 92);
    else if (code === 39) s.fg = "";
    else if (code === 49) s.bg = "";
    else if (code === 38) at += extended(codes, at, (colour) => (s.fg = colour));
    else if (code === 48) at += extended(codes, at, (colour) => (s.bg = colour));
  }
  return s;
}

function isPlain(s: Style): boolean {
  return s.fg === "" && s.bg === "" && !s.bold && !s.dim && !s.italic && !s.underline && !s.inverse;
}

/// At most `max` lines from the end. What a carriage return overwrote is gone, as on a terminal.
export function ansiLines(text: string, max = Number.POSITIVE_INFINITY): { lines: Run[][]; left: number } {
  const raw = text.replace(/\r\n/g, "\n").split("\n");
  if (raw.length > 1 && raw[raw.length - 1] === "") raw.pop();
  const left = Math.max(0, raw.length - max);
  let style = plainStyle();
  const lines: Run[][] = [];
  for (let at = 0; at < raw.length; ++at) {
    let line = raw[at]!;
    const back = line.lastIndexOf("\r", line.length - 2);
    if (back >= 0) line = line.slice(back + 1);
    const runs: Run[] = [];
    let from = 0;
    const put = (piece: string) => {
      if (piece !== "") runs.push({ text: controls(piece), style: isPlain(style) ? null : style });
    };
    k_escape.lastIndex = 0;
    for (let found = k_escape.exec(line); found !== null; found = k_escape.exec(line)) {
      put(line.slice(from, found.index));
      from = found.index + found[0].length;
      const sgr = /^\u001b\[([0-9;:]*)m$/.exec(found[0]);
      if (sgr !== null) style = restyle(style, sgr[1]!);
      if (found[0].length === 0) break;
    }
    put(line.slice(from));
    if (at >= left) lines.push(runs);
  }
  return { lines, left };
}

const k_controls = /[\u0000-\u0008\u000b-\u001f\u007f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
function controls(piece: string): string {
  return piece.replace(k_controls, (char) => (char === "\r" || char === "\b" || char === "\u0007" ? "" : `⟨${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}⟩`));
}

/// The text alone.
export function stripAnsi(text: string): string {
  return text.replace(k_escape, "");
}
