const test = require('node:test');
const assert = require('node:assert');
const { Upload } = require('../upload');

function follow(upload) {
  const seen = [];
  for (const name of ['progress', 'file', 'done']) upload.on(name, (value) => seen.push([name, value]));
  return seen;
}

test('one file', () => {
  const upload = new Upload();
  const seen = follow(upload);
  upload.add('a', 200);
  upload.sent('a', 100);
  upload.sent('a', 1);
  upload.sent('a', 99);
  assert.deepStrictEqual(seen, [['progress', 50], ['progress', 100], ['file', 'a'], ['done', 1]]);
});

test('two files', () => {
  const upload = new Upload();
  const seen = follow(upload);
  upload.add('a', 10);
  upload.add('b', 30);
  upload.sent('b', 30);
  upload.sent('a', 10);
  assert.deepStrictEqual(seen, [['progress', 75], ['file', 'b'], ['progress', 100], ['file', 'a'], ['done', 2]]);
});

test('a late packet does not end it again', () => {
  const upload = new Upload();
  const seen = follow(upload);
  upload.add('a', 10);
  upload.sent('a', 10);
  upload.sent('a', 5);
  assert.deepStrictEqual(seen, [['progress', 100], ['file', 'a'], ['done', 1]]);
});

test('skip', () => {
  const upload = new Upload();
  const seen = follow(upload);
  upload.add('a', 10);
  upload.add('b', 10);
  upload.sent('a', 10);
  assert.strictEqual(upload.skip('a'), false);
  assert.strictEqual(upload.skip('b'), true);
  assert.deepStrictEqual(seen, [['progress', 50], ['file', 'a'], ['progress', 100], ['done', 1]]);
});

test('errors', () => {
  const upload = new Upload();
  upload.add('a', 1);
  assert.throws(() => upload.add('a', 1), /twice/);
  assert.throws(() => upload.sent('b', 1), /unknown/);
  upload.sent('a', 1);
  assert.throws(() => upload.add('c', 1), /over/);
});
