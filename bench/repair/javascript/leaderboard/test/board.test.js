const test = require('node:test');
const assert = require('node:assert');
const { Board, replay } = require('../board');

test('turns', () => {
  const board = new Board(['ada', 'bob']);
  assert.deepStrictEqual([board.score(1), board.score(2), board.score(3)], ['ada', 'bob', 'ada']);
  assert.strictEqual(board.current().name, 'bob');
  assert.strictEqual(board.roundComplete(), false);
});

test('leaders', () => {
  const board = new Board(['ada', 'bob', 'cid']);
  assert.deepStrictEqual(board.leaders(), []);
  for (const points of [3, 5, 5]) board.score(points);
  assert.deepStrictEqual(board.leaders(), ['bob', 'cid']);
});

test('lines', () => {
  const board = new Board(['ada', 'bob']);
  board.score(3);
  board.score(10);
  assert.deepStrictEqual(board.lines(), ['1 bob   10', '2 ada   3']);
});

test('a look at the board does not change the turns', () => {
  const board = new Board(['ada', 'bob']);
  board.score(1);
  board.score(5);
  assert.strictEqual(board.standings()[0].name, 'bob');
  assert.strictEqual(board.score(1), 'ada');
});

test('one round', () => {
  assert.deepStrictEqual(replay(['a', 'b', 'c'], [1, 3, 2]), [['b', 'c', 'a']]);
});
