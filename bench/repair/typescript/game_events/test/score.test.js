const test = require('node:test');
const assert = require('node:assert');
const { replay, result, points, sentOff } = require('../dist/score');

test('nothing happened', () => {
  const game = replay([{ minute: 90, kind: 'whistle' }]);
  assert.strictEqual(result(game), '0:0');
  assert.deepStrictEqual(points(game), [1, 1]);
});
test('goals', () => {
  const game = replay([
    { minute: 70, kind: 'goal', team: 'away', player: 'Li' },
    { minute: 12, kind: 'goal', team: 'home', player: 'Roe' },
    { minute: 30, kind: 'goal', team: 'home', player: 'Kay' },
  ]);
  assert.deepStrictEqual(game.home.scorers, ['Roe', 'Kay']);
  assert.strictEqual(result(game), '2:1 (running)');
  assert.deepStrictEqual(points(game), [3, 0]);
});
test('own goal', () => {
  assert.strictEqual(result(replay([{ minute: 3, kind: 'ownGoal', team: 'home' }])), '0:1 (running)');
});
test('cards', () => {
  const game = replay([
    { minute: 3, kind: 'yellow', team: 'home', player: 'Roe' },
    { minute: 5, kind: 'yellow', team: 'home', player: 'Kay' },
    { minute: 8, kind: 'yellow', team: 'home', player: 'Roe' },
  ]);
  assert.deepStrictEqual(sentOff(game.home), ['Roe']);
});
test('bad events', () => {
  assert.throws(() => replay([{ minute: 1, kind: 'goal' }]), TypeError);
  assert.throws(() => replay([{ minute: 1, kind: 'whistle' }, { minute: 2, kind: 'red', team: 'home' }]), RangeError);
});
