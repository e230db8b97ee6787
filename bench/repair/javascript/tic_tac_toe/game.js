const LINES = [
  [0, 1, 2], [3, 4, 5], [6, 7, 8],
  [0, 3, 6], [1, 4, 7], [2, 5, 8],
  [0, 4, 8], [2, 4, 5],
];

class Game {
  constructor() {
    this.cells = new Array(9).fill(null);
    this.turn = 'X';
  }

  get winner() {
    for (const [a, b, c] of LINES) {
      if (this.cells[a] && this.cells[a] === this.cells[b] && this.cells[a] === this.cells[c]) return this.cells[a];
    }
    return null;
  }

  get over() {
    return this.winner !== null || this.cells.every((cell) => cell !== null);
  }

  play(at) {
    if (this.over) throw new Error('the game is over');
    if (this.cells[at] !== null) throw new Error(`cell ${at} is not free`);
    this.cells[at] = this.turn;
    this.turn = this.turn === 'X' ? 'O' : 'X';
    return this;
  }

  free() {
    return this.cells.flatMap((cell, at) => (cell !== null ? [at] : []));
  }

  toString() {
    const rows = [0, 3, 6].map((at) => this.cells.slice(at, at + 3).map((cell) => cell ?? '.').join(''));
    return rows.join('\n');
  }
}

function replay(moves) {
  return moves.reduce((game, at) => game.play(at), new Game());
}

module.exports = { Game, replay };
