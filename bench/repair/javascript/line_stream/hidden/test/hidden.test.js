const test = require('node:test');
const assert = require('node:assert');
const { LineSplitter, linesOf, parseEvents } = require('../lines');

test('every way to cut', () => {
  const text = 'a\r\nb\n\r\n\nc\rd\r';
  for (let i = 0; i <= text.length; i++) for (let j = i; j <= text.length; j++) {
    const seen = [];
    const splitter = new LineSplitter((line, n) => seen.push([n, line]));
    for (let again = 0; again < 2; again++) {
      seen.length = 0;
      for (const piece of [text.slice(0, i), text.slice(i, j), text.slice(j)]) splitter.push(piece);
      assert.strictEqual(splitter.end(), 5);
      assert.deepStrictEqual(seen, [[1, 'a'], [2, 'b'], [3, ''], [4, ''], [5, 'c\rd']]);
    }
    assert.strictEqual(splitter.end(), 0);
  }
});

test('events with returns', () => {
  assert.deepStrictEqual(parseEvents(['data: 1\r\n\r', '\nevent: e\r\ndata: 2\r\n\r']), [{ event: 'message', data: '1' }, { event: 'e', data: '2' }]);
  assert.deepStrictEqual(linesOf(['x\r']), ['x']);
});
