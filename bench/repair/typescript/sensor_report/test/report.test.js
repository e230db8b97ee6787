const test = require('node:test');
const assert = require('node:assert');
const { parseReadings } = require('../dist/readings');
const { median, bySensor, outliers, format } = require('../dist/report');

test('parse', () => {
  assert.deepStrictEqual(parseReadings('a;1;2,5\nb;2;-\n\nc; 3; 7\n'), [
    { sensor: 'a', at: 1, value: 2.5 },
    { sensor: 'c', at: 3, value: 7 },
  ]);
  assert.throws(() => parseReadings('a;1'), SyntaxError);
});
test('median', () => {
  assert.strictEqual(median([3, 1, 2]), 2);
  assert.strictEqual(median([4, 1, 3, 2]), 2.5);
  assert.throws(() => median([]), RangeError);
});
test('sensors', () => {
  const summaries = bySensor(parseReadings('a;1;5\nb;1;1\na;2;7\n'));
  assert.deepStrictEqual(summaries.get('a'), { count: 2, least: 5, most: 7, median: 6, mean: 6 });
});
test('outliers', () => {
  const readings = parseReadings('t;1;98\nt;2;101\nt;3;100\nt;4;180\nt;5;99\n');
  assert.deepStrictEqual(outliers(readings, 20).map((reading) => reading.at), [4]);
  assert.deepStrictEqual(outliers(readings, 1.5).map((reading) => reading.at), [1, 4]);
});
test('format', () => {
  assert.strictEqual(format(parseReadings('b;1;9\na;1;8\nb;2;10\nb;3;11\n')), 'a: 8.0 (8..8, 1)\nb: 10.0 (9..11, 3)');
});
