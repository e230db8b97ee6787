const test = require('node:test');
const assert = require('node:assert');
const { WordTrie } = require('../trie');

test('size counts the words', () => {
  const trie = new WordTrie();
  const words = ['a', 'ab', 'abc', 'a', 'b', 'ab', 'abc', 'abc', 'ba'];
  const seen = new Set();
  for (const word of words) {
    trie.add(word, 2);
    seen.add(word);
    assert.strictEqual(trie.size, seen.size);
  }
  for (const word of seen) trie.remove(word);
  assert.strictEqual(trie.size, 0);
  assert.strictEqual(trie.root.children.size, 0);
});
test('a prefix that becomes a word counts', () => {
  const trie = new WordTrie();
  trie.add('carpet');
  trie.add('car');
  assert.strictEqual(trie.size, 2);
  trie.remove('car');
  trie.add('car', 3);
  trie.add('car');
  assert.strictEqual(trie.size, 2);
  assert.strictEqual(trie.weight('car'), 4);
});
