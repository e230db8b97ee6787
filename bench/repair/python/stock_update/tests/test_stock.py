import unittest

from stock import Stock


class StockTest(unittest.TestCase):
    def setUp(self):
        self.stock = Stock()
        self.stock.add("nut", 10, price=3)
        self.stock.add("bolt", 5)

    def test_value(self):
        self.assertEqual(self.stock.value(), 30)

    def test_take(self):
        self.assertTrue(self.stock.take("nut", 10))
        self.assertFalse(self.stock.take("bolt", 6))
        self.assertFalse(self.stock.take("gear", 1))

    def test_update_price(self):
        self.stock.update("bolt", price=2)
        self.assertEqual(self.stock.value(), 40)

    def test_sold_out(self):
        item = self.stock.update("nut", count=0, price=4)
        self.assertEqual(item.count, 0)
        self.assertEqual(item.price, 4)
        self.assertEqual(self.stock.missing(), ["nut"])

    def test_missing(self):
        self.assertEqual(self.stock.missing(6), ["bolt"])
