const ESCAPES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export function escape(text) {
  return text.replace(/[&<>"]/g, (c) => ESCAPES[c]);
}

const RULES = [
  [/`([^`]+)`/g, '<code>$1</code>'],
  [/\*\*(.+)\*\*/g, '<b>$1</b>'],
  [/\*(.+?)\*/g, '<i>$1</i>'],
  [/\[([^\]]+)\]\(([^)\s]+)\)/g, '<a href="$2">$1</a>'],
];

/** Code, bold, italic and links of one paragraph. */
export function inline(text) {
  return RULES.reduce((html, [pattern, by]) => html.replace(pattern, by), escape(text));
}

export function paragraphs(text) {
  return text
    .split(/\n{2,}/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => `<p>${inline(part)}</p>`)
    .join('\n');
}
