const test = require('node:test');
const assert = require('node:assert');
const { Board } = require('../board');

function board(scores) {
  const made = new Board(3);
  for (const [player, score] of Object.entries(scores)) made.add(player, score);
  return made;
}

test('top', () => {
  const names = board({ ann: 5, bob: 20, cy: 100, di: 20 }).top().map((one) => one.player);
  assert.deepStrictEqual(names, ['cy', 'bob', 'di']);
});
test('rank', () => {
  const made = board({ ann: 5, bob: 20, cy: 100, di: 20 });
  assert.strictEqual(made.rank('di'), 2);
  assert.strictEqual(made.rank('ann'), 4);
  assert.strictEqual(made.rank('eve'), 0);
});
test('median', () => {
  assert.strictEqual(board({ ann: 9, bob: 10, cy: 100 }).median(), 10);
  assert.strictEqual(board({ ann: 9, bob: 10, cy: 100, di: 20 }).median(), 15);
});
test('median of none', () => {
  assert.strictEqual(board({}).median(), null);
});
