// A terminal's screen without a terminal's widgets: @xterm/headless takes the bytes, and the lines of its buffer are
// drawn by Output.tsx like any others. It puts no style elements into the page (a strict policy forbids them), and titles,
// links, clipboards and queries end in it.

import { Terminal } from "@xterm/headless";
import type { Run, Style } from "../text/ansi";

const k_columns = 120;
const k_rows = 40;
const k_lines_max = 4000;

function colour(isDefault: boolean, isPalette: boolean, value: number): string {
  if (isDefault) return "";
  if (!isPalette) return `#${value.toString(16).padStart(6, "0")}`;
  if (value < 16) return String(value);
  const steps = [0, 95, 135, 175, 215, 255];
  const hex = (v: number) => v.toString(16).padStart(2, "0");
  if (value >= 232) return `#${hex(8 + (value - 232) * 10).repeat(3)}`;
  const c = value - 16;
  return `#${[Math.floor(c / 36), Math.floor(c / 6) % 6, c % 6].map((one) => hex(steps[one] ?? 0)).join("")}`;
}

export async function screenLines(text: string): Promise<Run[][]> {
  const terminal = new Terminal({ cols: k_columns, rows: k_rows, scrollback: k_lines_max, convertEol: true, allowProposedApi: true, logLevel: "off" });
  await new Promise<void>((done) => terminal.write(text, done));
  const buffer = terminal.buffer.active;
  const lines: Run[][] = [];
  for (let y = 0; y < buffer.length; ++y) {
    const line = buffer.getLine(y);
    if (line === undefined) continue;
    const runs: Run[] = [];
    let last = "";
    const width = Math.min(line.length, line.translateToString(true).length);
    for (let x = 0; x < width; ++x) {
      const cell = line.getCell(x);
      if (cell === undefined || cell.getWidth() === 0) continue;
      const style: Style = {
        fg: colour(cell.isFgDefault(), cell.isFgPalette(), cell.getFgColor()),
        bg: colour(cell.isBgDefault(), cell.isBgPalette(), cell.getBgColor()),
        bold: cell.isBold() !== 0, dim: cell.isDim() !== 0, italic: cell.isItalic() !== 0, underline: cell.isUnderline() !== 0,
        inverse: cell.isInverse() !== 0,
      };
      const key = JSON.stringify(style);
      const chars = cell.getChars() || " ";
      const run = runs[runs.length - 1];
      if (run !== undefined && key === last) run.text += chars;
      else runs.push({ text: chars, style });
      last = key;
    }
    lines.push(runs);
  }
  while (lines.length > 0 && lines[lines.length - 1]!.length === 0) lines.pop();
  terminal.dispose();
  return lines;
}
