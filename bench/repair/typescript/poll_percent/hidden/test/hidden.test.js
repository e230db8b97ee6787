const test = require('node:test');
const assert = require('node:assert');
const { shares } = require('../dist/poll');

test('all small polls', () => {
  for (let a = 0; a < 9; a++) {
    for (let b = 0; b < 9; b++) {
      for (let c = 0; c < 9; c++) {
        const total = a + b + c;
        const out = shares({ a, b, c });
        assert.deepStrictEqual(out.map((s) => s.votes), [a, b, c]);
        assert.deepStrictEqual(out.map((s) => s.option), ['a', 'b', 'c']);
        if (total === 0) continue;
        assert.strictEqual(out.reduce((sum, s) => sum + s.percent, 0), 100);
        const rest = out.map((s) => (s.votes * 100) % total);
        const up = out.map((s) => s.percent - Math.floor((s.votes * 100) / total));
        assert.ok(up.every((u) => u === 0 || u === 1));
        for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) if (up[i] > up[j]) assert.ok(rest[i] >= rest[j], `${a} ${b} ${c}`);
      }
    }
  }
});
