const test = require('node:test');
const assert = require('node:assert');
const { isValid, validate } = require('../dist/validator');

const rules = [
  { field: 'name', required: true },
  { field: 'name', max: 5 },
  { field: 'mail', pattern: /^\S+@\S+$/, message: 'no mail address' },
  { field: 'zip', min: 4 },
];

test('fine', () => assert.ok(isValid({ name: 'Ada', mail: 'a@b', zip: '1234' }, rules)));
test('all wrong', () => {
  assert.deepStrictEqual(validate({ name: 'too long', mail: 'x', zip: '1' }, rules), {
    name: ['at most 5 characters'], mail: ['no mail address'], zip: ['at least 4 characters'],
  });
});
test('required', () => {
  assert.deepStrictEqual(validate({ name: ' ', mail: 'a@b', zip: '1234' }, rules), { name: ['is missing'] });
});
test('optional fields may be empty', () => {
  assert.deepStrictEqual(validate({ name: 'Ada', mail: '' }, rules), {});
});
