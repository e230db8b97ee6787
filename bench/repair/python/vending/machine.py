"""The states of a vending machine. All amounts are cents."""

COINS = (200, 100, 50, 20, 10)


class Refused(Exception):
    """The machine says no; its state is as before."""


class Slot:
    def __init__(self, name, price, count):
        self.name = name
        self.price = price
        self.count = count


class Machine:
    def __init__(self):
        self.slots = {}
        self.coins = {coin: 0 for coin in COINS}
        self.inserted = []
        self.selected = None
        self.sold = []

    def load(self, code, name, price, count):
        self.slots[code] = Slot(name, price, count)

    def fill_coins(self, coin, count):
        if coin not in self.coins:
            raise Refused("unknown coin")
        self.coins[coin] += count

    @property
    def credit(self):
        return sum(self.inserted)

    @property
    def state(self):
        if self.selected:
            return "paying"
        return "credit" if self.inserted else "idle"

    def insert(self, coin):
        """Take a coin; vends at once if a selected article is paid by it."""
        if coin not in self.coins:
            raise Refused("unknown coin")
        self.inserted.append(coin)
        self.coins[coin] += 1
        if self.selected and self.credit >= self.slots[self.selected].price:
            return self._vend()
        return None

    def select(self, code):
        """Choose an article; it comes at once if the credit is enough."""
        slot = self.slots.get(code)
        if slot is None:
            raise Refused("no such slot")
        if slot.count == 0:
            raise Refused("sold out: " + slot.name)
        self.selected = code
        if self.credit >= slot.price:
            return self._vend()
        return None

    def missing(self):
        if not self.selected:
            return 0
        return max(0, self.slots[self.selected].price - self.credit)

    def cancel(self):
        """Give the inserted coins back."""
        back = sorted(self.inserted, reverse=True)
        for coin in back:
            self.coins[coin] -= 1
        self.inserted = []
        return back

    def _change(self, amount):
        """Coins for an amount, large ones first; None if the machine has not the right ones."""
        result = []
        for coin in COINS:
            count = min(amount // coin, self.coins[coin])
            result += [coin] * count
            amount -= coin * count
        return result if amount == 0 else None

    def _vend(self):
        slot = self.slots[self.selected]
        change = self._change(self.credit - slot.price)
        if change is None:
            self.selected = None
            raise Refused("no change")
        for coin in change:
            self.coins[coin] -= 1
        slot.count -= 1
        self.sold.append((self.selected, slot.price))
        self.inserted = []
        self.selected = None
        return slot.name, change

    def takings(self):
        result = {}
        for code, price in self.sold:
            result[code] = result.get(code, 0) + price
        return result
