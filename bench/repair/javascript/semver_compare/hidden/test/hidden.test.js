const test = require('node:test');
const assert = require('node:assert');
const { parse, compare, newest, satisfies } = require('../semver');

test('order of all', () => {
  const list = [];
  for (const a of [0, 1, 2, 9, 10, 11, 100]) {
    for (const b of [0, 2, 10, 20]) {
      for (const c of [1, 3, 12]) list.push(`${a}.${b}.${c}`);
    }
  }
  for (let i = 0; i < list.length; i++) {
    for (let j = 0; j < list.length; j++) {
      assert.strictEqual(compare(list[i], list[j]), Math.sign(i - j), `${list[i]} ${list[j]}`);
    }
  }
  assert.strictEqual(newest(list), list[list.length - 1]);
});
test('others', () => {
  assert.deepStrictEqual(parse('v1.20.3-rc.1'), { numbers: [1, 20, 3], pre: 'rc.1' });
  assert.strictEqual(compare('01.2.3', 'v1.2.3'), 0);
  assert.strictEqual(compare('1.0.0-rc', '1.0.0'), -1);
  assert.ok(satisfies('9.10.0', '^9.9.0'));
  assert.ok(satisfies('1.2.3', '1.2.3'));
  assert.ok(!satisfies('1.2.3', '^1.2.4'));
});
