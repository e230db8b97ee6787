import test from 'node:test';
import assert from 'node:assert';
import { camel, kebab, keys, pascal, title, words } from '../words.mjs';

test('keys of everything', () => {
  for (const leaf of [0, '', 'a_b', null, false, 3, undefined]) {
    assert.deepStrictEqual(keys(leaf, kebab), leaf);
    assert.deepStrictEqual(keys([leaf, [leaf]], kebab), [leaf, [leaf]]);
    assert.deepStrictEqual(keys({ aB: [leaf, { cD: leaf }], eF: { gH: [[{ iJ: leaf }]] } }, kebab), { 'a-b': [leaf, { 'c-d': leaf }], 'e-f': { 'g-h': [[{ 'i-j': leaf }]] } });
  }
  assert.deepStrictEqual(keys([], camel), []);
  assert.ok(Array.isArray(keys({ x: [] }, camel).x));
});
test('shapes', () => {
  for (const text of ['one two three', 'oneTwoThree', 'OneTwoThree', 'one_two_three', ' one--two.three ', 'ONE TWO THREE']) {
    assert.strictEqual(camel(text), 'oneTwoThree');
    assert.strictEqual(pascal(text), 'OneTwoThree');
    assert.strictEqual(kebab(text), 'one-two-three');
    assert.strictEqual(title(text), 'One Two Three');
  }
  assert.deepStrictEqual(words('a1 22B'), ['a1', '22', 'B']);
});
