const test = require('node:test');
const assert = require('node:assert');
const { byTag, search } = require('../dist/contacts');

const contacts = [{ name: 'Ada', email: 'ada@x.org', tags: ['work'] }, { name: 'Bob' }];

test('search', () => assert.deepStrictEqual(search(contacts, 'ADA x.org'), [contacts[0]]));
test('without an address', () => assert.deepStrictEqual(search(contacts, 'undefined'), []));
test('by tag', () => assert.deepStrictEqual([...byTag(contacts)], [['work', ['Ada']]]));
