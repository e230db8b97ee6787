import test from 'node:test';
import assert from 'node:assert';
import { write } from '../csv.js';

test('all short texts', () => {
  const letters = ['a', ',', '"', '\n', ' ', ';'];
  for (const separator of [',', ';']) {
    for (const x of letters) {
      for (const y of letters) {
        for (const z of ['b', '"']) {
          const text = x + y + z;
          const plain = ![separator, '"', '\n'].some((c) => text.includes(c)) && x !== ' ';
          const want = plain ? text : `"${text.split('"').join('""')}"`;
          assert.strictEqual(write([{ k: text, l: 7 }], { separator }), `k${separator}l\n${want}${separator}7\n`);
        }
      }
    }
  }
});
test('heads', () => {
  assert.strictEqual(write([{ 'a\nb': 'c\n' }]), '"a\nb"\n"c\n"\n');
  assert.strictEqual(write([{ a: false, b: '' }]), 'a,b\nfalse,\n');
});
