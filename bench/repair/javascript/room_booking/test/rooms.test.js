const test = require('node:test');
const assert = require('node:assert');
const { Room, findRoom, minutes, clock } = require('../rooms');

test('times', () => {
  assert.strictEqual(minutes('09:30'), 570);
  assert.strictEqual(clock(570), '09:30');
  assert.throws(() => minutes('9:75'), RangeError);
});

test('one after the other', () => {
  const room = new Room('Nile', 4);
  room.book('10:00', '11:00', 'ada');
  room.book('11:00', '12:00', 'bob');
  room.book('09:00', '10:00', 'eve');
  assert.deepStrictEqual(room.bookings.map((b) => b.who), ['eve', 'ada', 'bob']);
});

test('taken', () => {
  const room = new Room('Nile', 4);
  room.book('10:00', '11:00', 'ada');
  assert.throws(() => room.book('10:30', '11:30', 'bob'), /Nile is taken by ada until 11:00/);
  assert.throws(() => room.book('10:15', '10:45', 'bob'), /taken/);
});

test('taken later on', () => {
  const room = new Room('Nile', 4);
  room.book('10:00', '11:00', 'ada');
  assert.throws(() => room.book('09:30', '10:30', 'bob'), /taken/);
  assert.throws(() => room.book('09:00', '12:00', 'bob'), /taken/);
});

test('gaps', () => {
  const room = new Room('Nile', 4);
  room.book('10:00', '11:00', 'ada');
  room.book('13:00', '14:00', 'bob');
  assert.deepStrictEqual(room.gaps('09:00', '17:00'), ['09:00-10:00', '11:00-13:00', '14:00-17:00']);
  assert.deepStrictEqual(room.gaps('10:30', '13:30'), ['11:00-13:00']);
});

test('finds a room', () => {
  const rooms = [new Room('Nile', 10), new Room('Oder', 4)];
  assert.strictEqual(findRoom(rooms, 3, '10:00', '11:00').name, 'Oder');
  rooms[1].book('10:00', '11:00', 'ada');
  assert.strictEqual(findRoom(rooms, 3, '10:00', '11:00').name, 'Nile');
  assert.strictEqual(findRoom(rooms, 11, '10:00', '11:00'), null);
});
