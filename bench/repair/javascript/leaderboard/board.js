/** Points of the players of a game, round by round. */
class Board {
  constructor(names) {
    this.players = names.map((name) => ({ name, points: 0, rounds: 0 }));
    this.turn = 0;
  }

  /** Who plays now: in the order of the names, again and again. */
  current() {
    return this.players[this.turn];
  }

  score(points) {
    const player = this.current();
    player.points += points;
    player.rounds += 1;
    this.turn = (this.turn + 1) % this.players.length;
    return player.name;
  }

  /** The players with most points first; equal ones in the order of play. */
  standings() {
    return this.players.sort((a, b) => b.points - a.points);
  }

  /** All who have most points, if anybody has played. */
  leaders() {
    const best = Math.max(...this.players.map((player) => player.points));
    return this.players.filter((player) => player.rounds > 0 && player.points === best).map((player) => player.name);
  }

  /** Whether all have played equally often. */
  roundComplete() {
    return this.turn === 0;
  }

  lines() {
    return this.standings().map((player, i) => `${i + 1} ${player.name.padEnd(5)} ${player.points}`);
  }
}

/** Plays the list of points and gives the standing after each round. */
function replay(names, points) {
  const board = new Board(names);
  const rounds = [];
  for (const value of points) {
    board.score(value);
    if (board.roundComplete()) rounds.push(board.standings().map((player) => player.name));
  }
  return rounds;
}

module.exports = { Board, replay };
