// Filters rows by conditions such as "age >= 30 and name ~ an".

const TESTS = {
  '=': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '>': (a, b) => a > b,
  '<=': (a, b) => a <= b,
  '>=': (a, b) => a >= b,
  '~': (a, b) => String(a).includes(String(b)),
};

function valueOf(word) {
  const number = Number(word);
  return Number.isNaN(number) ? word : number;
}

function compile(text) {
  const match = /^\s*(\w+)\s*(!=|<=|>=|=|<|>|~)\s*(.+?)\s*$/.exec(text);
  if (!match) throw new SyntaxError(`not a condition: ${text}`);
  const [, field, operator, word] = match;
  const wanted = valueOf(word);
  return (row) => field in row && TESTS[operator](row[field], wanted);
}

function filter(rows, text) {
  if (text.trim() === '') return rows;
  const conditions = text.split(/\band\b/).map(compile);
  return rows.filter((row) => conditions.every((condition) => { condition(row); }));
}

module.exports = { filter };
