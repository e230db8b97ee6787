const test = require('node:test');
const assert = require('node:assert');
const { parseDuration, humanize, clock } = require('../dist/duration');

test('parse units', () => {
  assert.strictEqual(parseDuration('1h 30m'), 5400);
  assert.strictEqual(parseDuration('1.5d'), 129600);
  assert.strictEqual(parseDuration('90 sec'), 90);
});
test('parse a clock', () => {
  assert.strictEqual(parseDuration('1:15'), 4500);
  assert.strictEqual(parseDuration('0:00:07'), 7);
});
test('parse errors', () => {
  for (const text of ['', '5', '1x', '1:99', 'h1']) assert.throws(() => parseDuration(text), SyntaxError);
});
test('humanize', () => {
  assert.strictEqual(humanize(0), '0s');
  assert.strictEqual(humanize(59), '59s');
  assert.strictEqual(humanize(2 * 86400 + 3600), '2d 1h');
  assert.strictEqual(humanize(-150), '-2m 30s');
});
test('clock of minutes', () => {
  assert.strictEqual(clock(125), '00:02:05');
});
test('clock of hours', () => {
  assert.strictEqual(clock(2 * 3600 + 5 * 60 + 9), '02:05:09');
});
