const test = require('node:test');
const assert = require('node:assert');
const { Game, replay } = require('../game');

test('turns', () => {
  const game = replay([4, 0]);
  assert.strictEqual(game.turn, 'X');
  assert.strictEqual(String(game), 'O..\n.X.\n...');
});
test('taken', () => assert.throws(() => replay([4, 4]), /not free/));
test('row', () => assert.strictEqual(replay([0, 3, 1, 4, 2]).winner, 'X'));
test('two and another one are no row', () => {
  assert.strictEqual(replay([0, 2, 1]).winner, null);
});
test('column', () => assert.strictEqual(replay([0, 2, 1, 5, 3, 8]).winner, 'O'));
test('diagonal', () => assert.strictEqual(replay([2, 0, 4, 1, 6]).winner, 'X'));
test('free cells', () => assert.deepStrictEqual(replay([0, 8, 4]).free(), [1, 2, 3, 5, 6, 7]));
test('over', () => {
  assert.strictEqual(new Game().over, false);
  assert.throws(() => replay([0, 3, 1, 4, 2, 5]), /over/);
});
