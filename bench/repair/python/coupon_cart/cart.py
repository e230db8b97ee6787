"""A shopping cart; all amounts are in cents."""
from pricing import SHIPPING, FREE_FROM, percent, tax_in


class Coupon:
    """Takes off a percentage or an amount, from a least subtotal on."""

    def __init__(self, code, percent_off=0, amount_off=0, least=0):
        self.code = code
        self.percent_off = percent_off
        self.amount_off = amount_off
        self.least = least

    def discount(self, subtotal):
        if subtotal < self.least:
            return 0
        off = percent(subtotal, self.percent_off) + self.amount_off
        return min(off, subtotal)


class Cart:
    def __init__(self):
        self.lines = {}
        self.coupon = None

    def add(self, article, price, count=1):
        _, before = self.lines.get(article, (price, 0))
        self.lines[article] = (price, before + count)
        if self.lines[article][1] <= 0:
            del self.lines[article]

    def subtotal(self):
        return sum(price * count for price, count in self.lines.values())

    def totals(self):
        """What is to be paid. Shipping is free from FREE_FROM on, counted
        after the discount; the tax is that contained in the total."""
        subtotal = self.subtotal()
        discount = self.coupon.discount(subtotal) if self.coupon else 0
        goods = subtotal - discount
        shipping = 0 if not self.lines or subtotal >= FREE_FROM else SHIPPING
        total = goods + shipping
        return {
            "subtotal": subtotal,
            "discount": discount,
            "shipping": shipping,
            "total": total,
            "tax": tax_in(total),
        }
