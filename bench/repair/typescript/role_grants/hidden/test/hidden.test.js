const test = require('node:test');
const assert = require('node:assert');
const { parseRoles } = require('../dist/roles');
const { can } = require('../dist/access');

const roles = parseRoles(`
role a
  allow x:read
  allow y:read
  deny z:*
  allow z:read
role b < a, c
  deny x:read
role c
  allow w
  allow v:*
role empty
role loop < loop, c
`);

test('any rule may allow', () => {
  assert.ok(can(roles, 'a', 'x:read'));
  assert.ok(can(roles, 'a', 'y:read'));
  assert.ok(!can(roles, 'a', 'y:write'));
  assert.ok(can(roles, 'c', 'v:anything'));
  assert.ok(can(roles, 'loop', 'w'));
});
test('deny wins in any order', () => {
  assert.ok(!can(roles, 'a', 'z:read'));
  assert.ok(!can(roles, 'b', 'x:read'));
  assert.ok(can(roles, 'b', 'y:read'));
  assert.ok(can(roles, 'b', 'w'));
  assert.ok(!can(roles, 'b', 'z:read'));
});
test('no rules', () => assert.ok(!can(roles, 'empty', 'x:read')));
