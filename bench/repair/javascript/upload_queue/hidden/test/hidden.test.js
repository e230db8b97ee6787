const test = require('node:test');
const assert = require('node:assert');
const { Upload } = require('../upload');

test('done is once, and when all are complete', () => {
  const upload = new Upload();
  const done = [];
  upload.on('done', (n) => done.push(n));
  const files = [];
  upload.on('file', (n) => files.push(n));
  upload.add('a', 4);
  upload.add('b', 4);
  upload.add('c', 4);
  upload.sent('a', 9);
  upload.sent('a', 1);
  upload.sent('b', 3);
  upload.sent('b', 0);
  assert.deepStrictEqual(done, []);
  upload.skip('c');
  assert.deepStrictEqual(done, []);
  upload.sent('b', 1);
  assert.deepStrictEqual(done, [2]);
  for (let i = 0; i < 3; i++) {
    upload.sent('a', 1);
    upload.sent('b', 0);
    upload.skip('b');
    upload.skip('zzz');
  }
  assert.deepStrictEqual(done, [2]);
  assert.deepStrictEqual(files, ['a', 'b']);
  assert.strictEqual(upload.percent, 100);
});

test('everything skipped', () => {
  const upload = new Upload();
  const done = [];
  upload.on('done', (n) => done.push(n));
  upload.add('a', 4);
  upload.sent('a', 1);
  assert.strictEqual(upload.skip('a'), true);
  assert.strictEqual(upload.skip('a'), false);
  assert.deepStrictEqual(done, [0]);
  assert.strictEqual(upload.percent, 0);
});

test('empty file', () => {
  const upload = new Upload();
  const seen = [];
  upload.on('file', (n) => seen.push(n)).on('done', (n) => seen.push(n));
  upload.add('e', 0);
  upload.sent('e', 0);
  upload.sent('e', 0);
  assert.deepStrictEqual(seen, ['e', 1]);
});
