/** "parseHTMLPage v2" -> ["parse", "HTML", "Page", "v2"] */
export function words(text) {
  return text.match(/[A-Z]+(?![a-z])\d*|[A-Z]?[a-z]+\d*|\d+/g) ?? [];
}

const capital = (word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();

export function camel(text) {
  return words(text).map((word, i) => (i === 0 ? word.toLowerCase() : capital(word))).join('');
}

export function pascal(text) {
  return words(text).map(capital).join('');
}

export function kebab(text) {
  return words(text).join('-').toLowerCase();
}

export function title(text) {
  return words(text).map(capital).join(' ');
}

/** A copy of a value in which all keys of objects went through `change`. */
export function keys(value, change) {
  if (Array.isArray(value)) return value.filter((one) => keys(one, change));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [change(key), keys(one, change)]));
}
