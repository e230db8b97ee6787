import unittest

from quote import CannotShip, Parcel, base_price, cheapest, insurance, quote


class Hidden(unittest.TestCase):
    def test_insurance(self):
        for value, want in ((0, 0), (49999, 0), (50000, 0), (50001, 100), (59999, 100), (60000, 100), (60001, 200),
                            (70000, 200), (70001, 300), (150000, 1000), (150001, 1100), (100, 0)):
            self.assertEqual(insurance(value), want, value)

    def test_line(self):
        small = Parcel(20, 15, 5, 100)
        self.assertEqual(quote(small, "DE", value=50100),
                         [("parcel to DE", 320), ("insurance", 100), ("total", 420)])
        self.assertEqual(len(quote(small, "DE", value=50000)), 2)

    def test_rest(self):
        self.assertEqual(base_price(500), 320)
        self.assertEqual(base_price(501), 450)
        with self.assertRaises(CannotShip):
            base_price(31501)
        self.assertEqual(Parcel(10, 10, 10, 1).billable_weight(), 200)
        self.assertEqual(cheapest([], "DE"), [])
