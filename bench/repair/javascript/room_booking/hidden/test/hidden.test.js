const test = require('node:test');
const assert = require('node:assert');
const { Room, findRoom, clock } = require('../rooms');

test('all pairs', () => {
  for (let a = 0; a < 6; a++) for (let b = a + 1; b <= 6; b++) {
    const room = new Room('R', 1);
    room.book(clock(a), clock(b), 'x');
    for (let c = 0; c < 6; c++) for (let d = c + 1; d <= 6; d++) {
      let apart = true;
      for (let t = 0; t < 6; t++) if (a <= t && t < b && c <= t && t < d) apart = false;
      assert.strictEqual(room.conflict(c, d) === null, apart, `${a}-${b} ${c}-${d}`);
      assert.strictEqual(findRoom([room], 1, clock(c), clock(d)), apart ? room : null);
    }
  }
});

test('the first one in the way', () => {
  const room = new Room('R', 1);
  room.book('12:00', '13:00', 'b');
  room.book('10:00', '11:00', 'a');
  assert.throws(() => room.book('08:00', '20:00', 'c'), /by a until 11:00/);
  assert.throws(() => room.book('11:00', '12:01', 'c'), /by b until 13:00/);
  room.book('11:00', '12:00', 'c');
  assert.deepStrictEqual(room.gaps('09:00', '14:00'), ['09:00-10:00', '13:00-14:00']);
});
