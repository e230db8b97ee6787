const test = require('node:test');
const assert = require('node:assert');
const { SessionStore } = require('../sessions');

function setup() {
  const time = { now: 5000 };
  return { time, store: new SessionStore(60, () => time.now) };
}

test('lives for a minute', () => {
  const { time, store } = setup();
  const id = store.create('ada');
  time.now += 59999;
  assert.strictEqual(store.peek(id).user, 'ada');
  assert.strictEqual(store.remaining(id), 1);
  time.now += 1;
  assert.strictEqual(store.peek(id), null);
  assert.strictEqual(store.remaining(id), 0);
});

test('unknown', () => {
  const { store } = setup();
  assert.strictEqual(store.use('s9'), null);
  assert.strictEqual(store.renew('s9'), null);
});

test('use prolongs it', () => {
  const { time, store } = setup();
  const id = store.create('ada');
  time.now += 30000;
  assert.strictEqual(store.use(id).user, 'ada');
  time.now += 59000;
  assert.strictEqual(store.remaining(id), 1);
});

test('renew', () => {
  const { store } = setup();
  const id = store.create('ada');
  store.use(id).data.cart = 3;
  const next = store.renew(id);
  assert.strictEqual(store.peek(id), null);
  assert.strictEqual(store.peek(next).data.cart, 3);
});

test('sweep', () => {
  const { time, store } = setup();
  store.create('ada');
  time.now += 60000;
  store.create('bob');
  assert.strictEqual(store.sweep(), 1);
  assert.strictEqual(store.sessions.size, 1);
});
