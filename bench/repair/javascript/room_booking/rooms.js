/** Minutes since midnight of `09:30`. */
function minutes(text) {
  const match = /^(\d{1,2}):(\d{2})$/.exec(text);
  if (!match || Number(match[2]) > 59) throw new RangeError(`not a time: ${text}`);
  return Number(match[1]) * 60 + Number(match[2]);
}

function clock(total) {
  return `${String(Math.floor(total / 60)).padStart(2, '0')}:${String(total % 60).padStart(2, '0')}`;
}

class Room {
  constructor(name, seats) {
    this.name = name;
    this.seats = seats;
    this.bookings = [];
  }

  /**
   * The booking that is in the way of one from `start` to `end`: it may reach
   * into it at the front or the back, lie inside of it or around it. One
   * that ends when the next begins is in nobody's way.
   */
  conflict(start, end) {
    return this.bookings.find((one) => one.start <= start && start < one.end) || null;
  }

  book(from, to, who) {
    const [start, end] = [minutes(from), minutes(to)];
    if (start >= end) throw new RangeError('ends before it starts');
    const other = this.conflict(start, end);
    if (other) throw new Error(`${this.name} is taken by ${other.who} until ${clock(other.end)}`);
    this.bookings.push({ start, end, who });
    this.bookings.sort((a, b) => a.start - b.start);
  }

  /** The free times between two times. */
  gaps(from, to) {
    let at = minutes(from);
    const end = minutes(to);
    const gaps = [];
    for (const one of this.bookings) {
      if (one.start > at) gaps.push([at, Math.min(one.start, end)]);
      at = Math.max(at, one.end);
      if (at >= end) break;
    }
    if (at < end) gaps.push([at, end]);
    return gaps.filter(([a, b]) => a < b).map(([a, b]) => `${clock(a)}-${clock(b)}`);
  }
}

/** The smallest room with enough seats that is free; null if there is none. */
function findRoom(rooms, seats, from, to) {
  const free = rooms.filter((room) => room.seats >= seats && !room.conflict(minutes(from), minutes(to)));
  free.sort((a, b) => a.seats - b.seats || a.name.localeCompare(b.name));
  return free[0] || null;
}

module.exports = { Room, findRoom, minutes, clock };
