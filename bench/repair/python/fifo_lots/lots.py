"""Stock that is valued by the lots it was bought in, the oldest first."""

from dataclasses import dataclass, field


class Shortage(Exception):
    def __init__(self, sku, missing):
        super().__init__("%s: %d missing" % (sku, missing))
        self.sku = sku
        self.missing = missing


@dataclass
class Lot:
    day: int
    quantity: int
    unit_cost: int
    expires: int = None

    def usable(self, day):
        return self.expires is None or day <= self.expires


@dataclass
class Issue:
    sku: str
    day: int
    parts: list = field(default_factory=list)

    @property
    def quantity(self):
        return sum(quantity for quantity, _ in self.parts)

    @property
    def cost(self):
        return sum(quantity * unit_cost for quantity, unit_cost in self.parts)


class Stock:
    def __init__(self):
        self._lots = {}
        self.issues = []

    def receive(self, sku, day, quantity, unit_cost, expires=None):
        if quantity <= 0:
            raise ValueError("quantity must be positive")
        lots = self._lots.setdefault(sku, [])
        lots.append(Lot(day, quantity, unit_cost, expires))
        lots.sort(key=lambda lot: lot.day)

    def on_hand(self, sku, day):
        return sum(lot.quantity for lot in self._lots.get(sku, []) if lot.usable(day))

    def issue(self, sku, day, quantity):
        """Take the quantity from the oldest usable lots, all or nothing."""
        available = self.on_hand(sku, day)
        if quantity > available:
            raise Shortage(sku, quantity - available)
        result = Issue(sku, day)
        wanted = quantity
        for lot in self._lots.get(sku, []):
            if wanted == 0:
                break
            if not lot.usable(day):
                break
            taken = min(wanted, lot.quantity)
            lot.quantity -= taken
            wanted -= taken
            result.parts.append((taken, lot.unit_cost))
        self._lots[sku] = [lot for lot in self._lots.get(sku, []) if lot.quantity > 0]
        self.issues.append(result)
        return result

    def write_off(self, day):
        """Remove the lots that are past their day; what they cost, by article."""
        losses = {}
        for sku, lots in self._lots.items():
            kept = []
            for lot in lots:
                if lot.usable(day):
                    kept.append(lot)
                else:
                    losses[sku] = losses.get(sku, 0) + lot.quantity * lot.unit_cost
            self._lots[sku] = kept
        return losses

    def value(self, sku):
        return sum(lot.quantity * lot.unit_cost for lot in self._lots.get(sku, []))

    def average_cost(self, sku):
        quantity = sum(lot.quantity for lot in self._lots.get(sku, []))
        return self.value(sku) / quantity if quantity else None

    def cost_of_sales(self, since, until):
        return sum(issue.cost for issue in self.issues if since <= issue.day <= until)
