const test = require('node:test');
const assert = require('node:assert');
const { WordTrie } = require('../trie');

function sample() {
  const trie = new WordTrie();
  for (const word of ['car', 'cart', 'care', 'dog']) trie.add(word);
  return trie;
}

test('has', () => {
  const trie = sample();
  assert.ok(trie.has('car'));
  assert.ok(!trie.has('ca'));
  assert.strictEqual(trie.size, 4);
});
test('weights', () => {
  const trie = sample();
  trie.add('cart', 4);
  assert.strictEqual(trie.weight('cart'), 5);
  assert.deepStrictEqual(trie.complete('car'), ['cart', 'car', 'care']);
});
test('words that come again', () => {
  const trie = sample();
  trie.add('dog');
  trie.add('cat');
  assert.strictEqual(trie.size, 5);
});
test('remove', () => {
  const trie = sample();
  assert.ok(trie.remove('car'));
  assert.ok(!trie.remove('car'));
  assert.ok(trie.has('cart'));
  assert.strictEqual(trie.size, 3);
});
test('limit', () => {
  assert.deepStrictEqual(sample().complete('c', 2), ['car', 'care']);
  assert.deepStrictEqual(sample().complete('x'), []);
});
