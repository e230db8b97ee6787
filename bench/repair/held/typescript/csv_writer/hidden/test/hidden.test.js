const test = require('node:test');
const assert = require('node:assert');
const { toCsv } = require('../dist/csv');

test('quotes only where needed', () => {
  assert.strictEqual(toCsv(['a b', '"c"'], [["it's", '"'], ['x y', false]]), 'a b,"""c"""\nit\'s,""""\nx y,no\n');
  assert.strictEqual(toCsv(['n'], [[-1.5], ['5'], [' ']]), 'n\n-1.5\n5\n \n');
});
