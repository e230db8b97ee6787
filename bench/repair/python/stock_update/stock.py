class Item:
    def __init__(self, name, count=0, price=None):
        self.name = name
        self.count = count
        self.price = price


class Stock:
    def __init__(self):
        self.items = {}

    def add(self, name, count=1, price=None):
        item = self.items.setdefault(name, Item(name))
        item.count += count
        if price is not None:
            item.price = price
        return item

    def update(self, name, count=None, price=None):
        """Sets what is given and leaves the rest."""
        item = self.items[name]
        if count:
            item.count = count
        if price is not None:
            item.price = price
        return item

    def take(self, name, count):
        item = self.items.get(name)
        if item is None or item.count < count:
            return False
        item.count -= count
        return True

    def value(self):
        """Worth of all items that have a price."""
        return sum(i.count * i.price for i in self.items.values() if i.price is not None)

    def missing(self, least=1):
        return sorted(name for name, item in self.items.items() if item.count < least)
