import itertools
import unittest

from stock import Stock


class Hidden(unittest.TestCase):
    def test_updates(self):
        for count, price in itertools.product((None, 0, 1, 7), (None, 0, 2)):
            stock = Stock()
            stock.add("nut", 10, price=3)
            item = stock.update("nut", count, price)
            self.assertEqual(item.count, 10 if count is None else count)
            self.assertEqual(item.price, 3 if price is None else price)
            self.assertIs(stock.items["nut"], item)

    def test_add(self):
        stock = Stock()
        stock.add("a", 2, price=0)
        stock.add("a", 0)
        self.assertEqual((stock.items["a"].count, stock.items["a"].price), (2, 0))
        stock.add("a", 3, price=5)
        stock.add("a", price=0)
        self.assertEqual((stock.items["a"].count, stock.items["a"].price), (6, 0))
        with self.assertRaises(KeyError):
            stock.update("b", 1)
