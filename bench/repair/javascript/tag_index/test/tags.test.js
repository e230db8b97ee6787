import test from 'node:test';
import assert from 'node:assert';
import { TagIndex } from '../tags.js';

const index = new TagIndex().add(1, 'red', 'big').add(2, 'Red ', 'round').add(30, 'red', 'big', 'round').add(4, 'big');

test('one tag', () => assert.deepStrictEqual(index.withAll('red'), [1, 2, 30]));
test('all', () => assert.deepStrictEqual(index.withAll('red', 'big', 'round'), [30]));
test('any', () => assert.deepStrictEqual(index.withAny('round', 'big'), [1, 2, 4, 30]));
test('none', () => {
  assert.deepStrictEqual(index.withAll(), []);
  assert.deepStrictEqual(index.withAny('blue'), []);
});
test('top', () => assert.deepStrictEqual(index.top(2), [['big', 3], ['red', 3]]));
