const test = require('node:test');
const assert = require('node:assert');
const { LineSplitter, linesOf, parseEvents } = require('../lines');

test('pieces', () => {
  assert.deepStrictEqual(linesOf(['a', 'b\nc', '\n\nd\n']), ['ab', 'c', '', 'd']);
  assert.deepStrictEqual(linesOf([]), []);
});

test('returns', () => {
  assert.deepStrictEqual(linesOf(['a\r\nb\r', '\nc\n']), ['a', 'b', 'c']);
});

test('the last line needs no end', () => {
  assert.deepStrictEqual(linesOf(['a\nb']), ['a', 'b']);
});

test('counts', () => {
  const numbers = [];
  const splitter = new LineSplitter((line, n) => numbers.push(`${n}:${line}`));
  splitter.push('x\ny\nz');
  assert.strictEqual(splitter.end(), 3);
  assert.deepStrictEqual(numbers, ['1:x', '2:y', '3:z']);
});

test('again', () => {
  const splitter = new LineSplitter(() => {});
  splitter.push('a\nb\n');
  assert.strictEqual(splitter.end(), 2);
  splitter.push('c\n');
  assert.strictEqual(splitter.end(), 1);
});

test('events', () => {
  const text = 'event: add\ndata: 1\ndata: 2\n\n: comment\ndata:x\n\ndata: cut off\n';
  assert.deepStrictEqual(parseEvents([text]), [{ event: 'add', data: '1\n2' }, { event: 'message', data: 'x' }]);
});
