const test = require('node:test');
const assert = require('node:assert');
const { Playlist } = require('../playlist');

const names = ['a', 'b', 'c', 'd', 'e'];
test('all moves', () => {
  for (let at = 0; at < 5; at++) {
    for (let from = 0; from < 5; from++) {
      for (let to = 0; to < 5; to++) {
        const list = new Playlist(names);
        list.at = at;
        list.move(from, to);
        const want = names.filter((_, i) => i !== from);
        want.splice(to, 0, names[from]);
        assert.deepStrictEqual(list.tracks, want);
        assert.strictEqual(list.current, names[at]);
      }
    }
  }
});
test('all removals', () => {
  for (let at = 0; at < 5; at++) {
    for (let index = 0; index < 5; index++) {
      const list = new Playlist(names);
      list.at = at;
      assert.ok(list.remove(index));
      assert.deepStrictEqual(list.tracks, names.filter((_, i) => i !== index));
      const want = index !== at ? names[at] : at === 4 ? 'd' : names[at + 1];
      assert.strictEqual(list.current, want);
    }
  }
  assert.deepStrictEqual(names, ['a', 'b', 'c', 'd', 'e']);
});
test('empty', () => {
  const list = new Playlist();
  assert.strictEqual(list.next(), undefined);
  list.playNext('q');
  assert.strictEqual(list.previous(), 'q');
});
