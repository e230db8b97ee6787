const test = require('node:test');
const assert = require('node:assert');
const { parseDuration, humanize, clock, split } = require('../dist/duration');

test('there and back', () => {
  for (let n = 0; n < 300000; n += 977) {
    const { days, hours, minutes, seconds } = split(n);
    assert.ok(hours < 24 && minutes < 60 && seconds < 60);
    assert.strictEqual(days * 86400 + hours * 3600 + minutes * 60 + seconds, n);
    assert.strictEqual(parseDuration(clock(n)), n);
  }
});
test('humanize', () => {
  assert.strictEqual(humanize(3600), '1h');
  assert.strictEqual(humanize(3661), '1h 1m');
  assert.strictEqual(humanize(7205), '2h 5s');
  assert.strictEqual(humanize(86400 + 60), '1d 1m');
  assert.strictEqual(humanize(3599), '59m 59s');
});
