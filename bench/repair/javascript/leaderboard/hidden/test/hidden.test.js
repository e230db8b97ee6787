const test = require('node:test');
const assert = require('node:assert');
const { Board, replay } = require('../board');

test('rounds', () => {
  assert.deepStrictEqual(replay(['a', 'b', 'c'], [1, 3, 2, 5, 0, 2, 0, 9, 0]), [['b', 'c', 'a'], ['a', 'c', 'b'], ['b', 'a', 'c']]);
  assert.deepStrictEqual(replay(['c', 'a', 'b'], [0, 0, 1, 1, 0, 0, 0, 1]), [['b', 'c', 'a'], ['c', 'b', 'a']]);
});

test('looks', () => {
  const board = new Board(['d', 'a', 'c', 'b']);
  const turns = [];
  for (let i = 0; i < 12; i++) {
    turns.push(board.score(i % 5));
    board.lines();
    board.standings().reverse();
    board.standings().pop();
    board.leaders();
  }
  assert.strictEqual(turns.join(''), 'dacbdacbdacb');
  assert.deepStrictEqual(board.players.map((p) => p.name + p.points), ['d7', 'a5', 'c3', 'b6']);
  assert.deepStrictEqual(board.players.map((p) => p.rounds), [3, 3, 3, 3]);
  assert.deepStrictEqual(board.standings().map((p) => p.points), board.players.map((p) => p.points).sort((x, y) => y - x));
  assert.strictEqual(board.standings()[0], board.players.find((p) => p.name === board.standings()[0].name));
});
