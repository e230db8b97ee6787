import unittest

from stock import OutOfStock, Stock


class StockTest(unittest.TestCase):
    def setUp(self):
        self.stock = Stock()
        self.stock.receive("bolt", 10)

    def test_available(self):
        self.stock.reserve("bolt", 4)
        self.assertEqual(self.stock.available("bolt"), 6)

    def test_not_promised_twice(self):
        self.stock.reserve("bolt", 8)
        with self.assertRaises(OutOfStock):
            self.stock.reserve("bolt", 3)

    def test_ship(self):
        self.stock.reserve("bolt", 8)
        self.stock.ship("bolt", 8)
        self.assertEqual(self.stock.available("bolt"), 2)
        with self.assertRaises(OutOfStock):
            self.stock.ship("bolt", 1)
