const TEXTS = {
  en: {
    hello: 'Hello {name}!',
    files: { one: '{count} file', other: '{count} files' },
    items: { zero: 'nothing', one: 'one thing', other: '{count} things' },
  },
  de: {
    hello: 'Hallo {name}!',
    files: { one: '{count} Datei', other: '{count} Dateien' },
  },
};

function lookup(language, key) {
  return TEXTS[language]?.[key] ?? TEXTS.en[key];
}

function form(forms, count) {
  if (count === 0 && forms.none !== undefined) return forms.none;
  return count === 1 ? forms.one : forms.other;
}

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (all, name) => (name in values ? String(values[name]) : all));
}

function translate(language, key, values = {}) {
  const found = lookup(language, key);
  if (found === undefined) return key;
  const text = typeof found === 'string' ? found : form(found, values.count);
  return fill(text, values);
}

module.exports = { translate, fill };
