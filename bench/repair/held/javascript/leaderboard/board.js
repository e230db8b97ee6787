// Best scores of players.

class Board {
  constructor(size = 10) {
    this.size = size;
    this.scores = new Map();
  }

  add(player, score) {
    const best = this.scores.get(player);
    if (best === undefined || score > best) this.scores.set(player, score);
  }

  top() {
    return [...this.scores]
      .map(([player, score]) => ({ player, score }))
      .sort((a, b) => b.score - a.score || a.player.localeCompare(b.player))
      .slice(0, this.size);
  }

  // The place of a player, the first being 1; players with equal scores share one. 0 if unknown.
  rank(player) {
    const score = this.scores.get(player);
    if (score === undefined) return 0;
    const all = [...this.scores.values()].sort((a, b) => b - a);
    return all.indexOf(score) + 1;
  }

  median() {
    const all = [...this.scores.values()].sort();
    if (all.length === 0) return null;
    const middle = Math.floor(all.length / 2);
    return all.length % 2 ? all[middle] : (all[middle - 1] + all[middle]) / 2;
  }
}

module.exports = { Board };
