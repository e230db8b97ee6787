const test = require('node:test');
const assert = require('node:assert');
const { parse, stringify, IniError } = require('../ini');

test('equals signs in values', () => {
  assert.deepStrictEqual(parse('a = b=c\nx=1=2\nq = "k=v"\ne ==\n')[''], { a: 'b=c', x: '1=2', q: 'k=v', e: '=' });
  assert.deepStrictEqual(parse('opts[] = -O2\nopts[] = -std=c++20\nopts[] = -Dx=y=z\n')[''].opts, ['-O2', '-std=c++20', '-Dx=y=z']);
});
test('plain ones still work', () => {
  assert.deepStrictEqual(parse('a = \nb=1\n  c  =  x y  \n')[''], { a: '', b: 1, c: 'x y' });
  assert.throws(() => parse(' = a=b'), IniError);
  assert.strictEqual(parse('flag\n')[''].flag, true);
});
test('round trips', () => {
  const data = { '': {}, s: { formula: 'a=b', list: ['x=1', 'y=2=3'], n: -1.5, t: 'true' } };
  assert.deepStrictEqual(parse(stringify(data)), data);
});
