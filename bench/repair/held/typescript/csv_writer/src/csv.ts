export type Cell = string | number | boolean | null;

function quote(text: string): string {
  return `"${text.replace(/"/g, '""')}"`;
}

function needsQuotes(text: string): boolean {
  return text.includes(",") || text.includes("\n");
}

function format(cell: Cell): string {
  if (cell === null) {
    return "";
  }
  if (typeof cell === "boolean") {
    return cell ? "yes" : "no";
  }
  const text = String(cell);
  return needsQuotes(text) ? quote(text) : text;
}

/** Rows as CSV, with a first line of column names. */
export function toCsv(columns: string[], rows: Cell[][]): string {
  const lines = [columns.map(format).join(",")];
  rows.forEach((row, at) => {
    if (row.length !== columns.length) {
      throw new Error(`row ${at + 1} has ${row.length} cells, not ${columns.length}`);
    }
    lines.push(row.map(format).join(","));
  });
  return lines.join("\n") + "\n";
}
