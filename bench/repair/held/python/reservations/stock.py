"""Stock of a shop: what is there, and what is promised to customers."""


class OutOfStock(Exception):
    pass


class Stock:
    def __init__(self):
        self.on_hand = {}
        self.reserved = {}

    def receive(self, item, count):
        if count <= 0:
            raise ValueError("count must be positive")
        self.on_hand[item] = self.on_hand.get(item, 0) + count

    def available(self, item):
        return self.on_hand.get(item, 0) - self.reserved.get(item, 0)

    def reserve(self, item, count):
        if count > self.on_hand.get(item, 0):
            raise OutOfStock(f"{item}: {count} wanted, {self.available(item)} left")
        self.reserved[item] = self.reserved.get(item, 0) + count

    def ship(self, item, count):
        """Sends what was reserved."""
        if count > self.reserved.get(item, 0):
            raise OutOfStock(f"{item}: not reserved")
        self.reserved[item] -= count
        self.on_hand[item] -= count

    def cancel(self, item, count):
        count = min(count, self.reserved.get(item, 0))
        self.reserved[item] = self.reserved.get(item, 0) - count
        return count
