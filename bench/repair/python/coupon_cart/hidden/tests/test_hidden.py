import unittest

from cart import Cart, Coupon


def totals(price, **coupon):
    cart = Cart()
    cart.add("x", price)
    if coupon:
        cart.coupon = Coupon("c", **coupon)
    return tuple(cart.totals().values())


class Hidden(unittest.TestCase):
    def test_values(self):
        self.assertEqual(totals(5500, amount_off=500), (5500, 500, 0, 5000, 798))
        self.assertEqual(totals(5499, amount_off=500), (5499, 500, 490, 5489, 876))
        self.assertEqual(totals(8000, percent_off=50), (8000, 4000, 490, 4490, 717))
        self.assertEqual(totals(300, amount_off=500), (300, 300, 490, 490, 78))
        self.assertEqual(totals(9000, amount_off=9500), (9000, 9000, 490, 490, 78))
        self.assertEqual(totals(5000), (5000, 0, 0, 5000, 798))
        self.assertEqual(totals(4999), (4999, 0, 490, 5489, 876))
        self.assertEqual(totals(5001, amount_off=500, least=5002), (5001, 0, 0, 5001, 798))

    def test_empty(self):
        cart = Cart()
        cart.coupon = Coupon("c", amount_off=5)
        self.assertEqual(tuple(cart.totals().values()), (0, 0, 0, 0, 0))
