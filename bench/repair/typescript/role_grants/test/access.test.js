const test = require('node:test');
const assert = require('node:assert');
const { parseRoles } = require('../dist/roles');
const { can, matches, lineage, allowedOf } = require('../dist/access');

const roles = parseRoles(`
role guest
  allow posts:read
role editor < guest   # writes
  allow posts:*
  deny posts:delete
role admin < editor
  allow *
`);

test('patterns', () => {
  assert.ok(matches('posts:*', 'posts:read'));
  assert.ok(matches('*', 'users:add'));
  assert.ok(!matches('posts:read', 'posts'));
  assert.ok(!matches('posts:*', 'users:read'));
});
test('lineage', () => {
  assert.deepStrictEqual(lineage(roles, 'admin').map((role) => role.name), ['admin', 'editor', 'guest']);
  assert.throws(() => lineage(roles, 'nobody'), RangeError);
});
test('guest', () => {
  assert.ok(can(roles, 'guest', 'posts:read'));
  assert.ok(!can(roles, 'guest', 'posts:write'));
});
test('editor', () => {
  assert.deepStrictEqual(allowedOf(roles, 'editor', ['posts:read', 'posts:write', 'posts:delete', 'users:add']),
    ['posts:read', 'posts:write']);
});
test('denied for all below', () => {
  assert.ok(!can(roles, 'admin', 'posts:delete'));
});
test('syntax', () => {
  assert.throws(() => parseRoles('allow x'), SyntaxError);
  assert.throws(() => parseRoles('role a\npermit x'), SyntaxError);
});
