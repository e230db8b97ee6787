const test = require('node:test');
const assert = require('node:assert');
const { Playlist } = require('../playlist');

test('next goes round', () => {
  const list = new Playlist(['a', 'b']);
  assert.strictEqual(list.next(), 'b');
  assert.strictEqual(list.next(), 'a');
});
test('previous goes round', () => assert.strictEqual(new Playlist(['a', 'b', 'c']).previous(), 'c'));
test('play next', () => {
  const list = new Playlist(['a', 'b']);
  list.playNext('x', 'y');
  assert.deepStrictEqual(list.tracks, ['a', 'x', 'y', 'b']);
});
test('move', () => {
  const list = new Playlist(['a', 'b', 'c', 'd']);
  list.next();
  list.move(0, 2);
  assert.deepStrictEqual(list.tracks, ['b', 'c', 'a', 'd']);
  assert.strictEqual(list.current, 'b');
});
test('remove', () => {
  const list = new Playlist(['a', 'b', 'c']);
  list.next();
  assert.strictEqual(list.remove(0), true);
  assert.strictEqual(list.current, 'b');
  assert.strictEqual(list.remove(5), false);
});
