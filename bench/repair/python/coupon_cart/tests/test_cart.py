import unittest

from cart import Cart, Coupon
from pricing import percent, tax_in


class Visible(unittest.TestCase):
    def setUp(self):
        self.cart = Cart()

    def test_lines(self):
        self.cart.add("pen", 150, 2)
        self.cart.add("pen", 150)
        self.cart.add("book", 1000)
        self.cart.add("book", 1000, -1)
        self.assertEqual(self.cart.lines, {"pen": (150, 3)})

    def test_percent(self):
        self.assertEqual(percent(999, 10), 100)
        self.assertEqual(percent(994, 10), 99)
        self.assertEqual(tax_in(11900), 1900)

    def test_empty(self):
        self.assertEqual(self.cart.totals()["total"], 0)

    def test_shipping(self):
        self.cart.add("book", 4999)
        self.assertEqual(self.cart.totals()["shipping"], 490)
        self.cart.add("pin", 1)
        self.assertEqual(self.cart.totals()["shipping"], 0)

    def test_coupon(self):
        self.cart.add("lamp", 10000)
        self.cart.coupon = Coupon("TEN", percent_off=10, least=10000)
        self.assertEqual(self.cart.totals()["total"], 9000)

    def test_coupon_with_too_little(self):
        self.cart.add("lamp", 9999)
        self.cart.coupon = Coupon("TEN", percent_off=10, least=10000)
        self.assertEqual(self.cart.totals()["discount"], 0)

    def test_shipping_after_the_discount(self):
        self.cart.add("book", 5200)
        self.cart.coupon = Coupon("FIVE", amount_off=500)
        self.assertEqual(self.cart.totals()["total"], 5190)
