const test = require('node:test');
const assert = require('node:assert');
const { isValid, validate } = require('../dist/validator');

test('every mix', () => {
  for (const text of [undefined, '', '  ', 'a', 'ab', ' abc ', 'abcd', '12']) {
    for (const required of [undefined, false, true]) {
      for (const min of [undefined, 0, 2]) {
        for (const max of [undefined, 3]) {
          for (const pattern of [undefined, /^[a-z]+$/]) {
            const value = (text ?? '').trim();
            let want = {};
            if (value === '') want = required ? { f: ['is missing'] } : {};
            else if (min !== undefined && value.length < min) want = { f: [`at least ${min} characters`] };
            else if (max !== undefined && value.length > max) want = { f: ['at most 3 characters'] };
            else if (pattern && !pattern.test(value)) want = { f: ['not valid'] };
            const rule = { field: 'f', required, min, max, pattern };
            assert.deepStrictEqual(validate({ f: text }, [rule]), want);
            assert.strictEqual(isValid({ f: text }, [rule]), Object.keys(want).length === 0);
          }
        }
      }
    }
  }
});
test('required and more', () => {
  assert.deepStrictEqual(validate({}, [{ field: 'a', required: true, min: 2 }, { field: 'a', min: 3, message: 'm' }]), { a: ['is missing'] });
});
