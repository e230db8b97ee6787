const test = require('node:test');
const assert = require('node:assert');
const { Board } = require('../board');

test('median of many', () => {
  const board = new Board();
  [1000, 7, 30, -5, 200, 90].forEach((score, at) => board.add('p' + at, score));
  assert.strictEqual(board.median(), 60);
  board.add('low', -40);
  assert.strictEqual(board.median(), 30);
  board.add('low', -60);
  assert.strictEqual(board.scores.get('low'), -40);
});
