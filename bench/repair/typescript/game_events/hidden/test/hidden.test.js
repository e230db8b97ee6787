const test = require('node:test');
const assert = require('node:assert');
const { replay, result, points, sentOff } = require('../dist/score');

test('goals and own goals', () => {
  const kinds = ['goal', 'ownGoal'];
  for (let n = 0; n < 64; n++) {
    const events = [];
    let home = 0;
    let away = 0;
    for (let i = 0; i < 3; i++) {
      const bits = (n >> (2 * i)) & 3;
      const kind = kinds[bits & 1];
      const team = bits & 2 ? 'home' : 'away';
      events.push({ minute: i, kind, team, player: `p${i}` });
      if ((kind === 'goal') === (team === 'home')) home += 1;
      else away += 1;
    }
    assert.strictEqual(result(replay(events)), `${home}:${away} (running)`);
  }
});
test('cancelled', () => {
  const game = replay([
    { minute: 1, kind: 'goal', team: 'away', player: 'a' },
    { minute: 2, kind: 'goal', team: 'away', player: 'b' },
    { minute: 3, kind: 'cancelled', team: 'away' },
    { minute: 4, kind: 'red', team: 'away', player: 'a' },
    { minute: 90, kind: 'whistle' },
  ]);
  assert.strictEqual(result(game), '0:1');
  assert.deepStrictEqual(game.away.scorers, ['a']);
  assert.deepStrictEqual(points(game), [0, 3]);
  assert.deepStrictEqual(sentOff(game.away), ['a']);
  assert.deepStrictEqual(sentOff(game.home), []);
});
