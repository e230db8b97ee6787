const test = require('node:test');
const assert = require('node:assert');
const { Game, replay } = require('../game');

const rows = ['012', '345', '678', '036', '147', '258', '048', '246'];
test('all boards', () => {
  for (let n = 0; n < 19683; n++) {
    const game = new Game();
    let rest = n;
    for (let i = 0; i < 9; i++) {
      game.cells[i] = [null, 'X', 'O'][rest % 3];
      rest = Math.floor(rest / 3);
    }
    const won = (who) => rows.some((row) => [...row].every((i) => game.cells[i] === who));
    if (won('X') && won('O')) continue;
    assert.strictEqual(game.winner, won('X') ? 'X' : won('O') ? 'O' : null);
    assert.strictEqual(game.over, won('X') || won('O') || !game.cells.includes(null));
    const free = [];
    for (let i = 0; i < 9; i++) if (game.cells[i] === null) free.push(i);
    assert.deepStrictEqual(game.free(), free);
  }
});
test('draw', () => {
  const game = replay([0, 1, 2, 4, 3, 5, 7, 6, 8]);
  assert.strictEqual(game.winner, null);
  assert.throws(() => game.play(0), /over/);
});
