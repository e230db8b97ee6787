import unittest

from stock import OutOfStock, Stock


class Hidden(unittest.TestCase):
    def test_exactly_the_rest(self):
        stock = Stock()
        stock.receive("nut", 5)
        stock.reserve("nut", 2)
        stock.reserve("nut", 3)
        self.assertEqual(stock.available("nut"), 0)
        with self.assertRaises(OutOfStock):
            stock.reserve("nut", 1)
        self.assertEqual(stock.cancel("nut", 9), 5)
        stock.reserve("nut", 5)

    def test_message_and_others(self):
        stock = Stock()
        stock.receive("nut", 5)
        stock.receive("nut", 1)
        stock.reserve("nut", 4)
        with self.assertRaisesRegex(OutOfStock, "3 wanted, 2 left"):
            stock.reserve("nut", 3)
        with self.assertRaises(OutOfStock):
            stock.reserve("gear", 1)
