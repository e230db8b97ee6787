"""Seats of a show: held for some minutes, then bought or free again."""


class SeatTaken(Exception):
    pass


class UnknownHold(Exception):
    pass


class Hall:
    def __init__(self, rows, per_row, hold_minutes=10):
        self.seats = [f"{chr(ord('A') + r)}{n + 1}" for r in range(rows) for n in range(per_row)]
        self.hold_minutes = hold_minutes
        self.holds = {}
        self.sold = {}
        self.next_id = 1

    def _held(self, now):
        """The seats that nobody else can hold at the minute `now`."""
        for key, (_, until, _) in list(self.holds.items()):
            if until <= now:
                del self.holds[key]
        return {seat for seats, _, _ in self.holds.values() for seat in seats}

    def free(self, now):
        held = self._held(now)
        return [s for s in self.seats if s not in held and s not in self.sold]

    def hold(self, seats, customer, now):
        """Holds all of the seats or none, and returns the hold's number."""
        free = self.free(now)
        for seat in seats:
            if seat not in free:
                raise SeatTaken(seat)
        key = self.next_id
        self.next_id += 1
        self.holds[key] = (list(seats), now + self.hold_minutes, customer)
        return key

    def extend(self, key, now):
        """Starts the minutes of a hold again."""
        self._held(now)
        if key not in self.holds:
            raise UnknownHold(key)
        seats, _, customer = self.holds[key]
        self.holds[key] = (seats, now + self.hold_minutes, customer)

    def buy(self, key, now):
        """Sells the seats of a hold that has not run out, once."""
        self._held(now)
        if key not in self.holds:
            raise UnknownHold(key)
        seats, _, customer = self.holds[key]
        for seat in seats:
            self.sold[seat] = customer
        return seats

    def give_back(self, seat):
        return self.sold.pop(seat, None)
