import unittest

import bill


class BillTest(unittest.TestCase):
    def test_rest(self):
        self.assertEqual(bill.split(100, ["a", "b", "c"]), {"a": 34, "b": 33, "c": 33})

    def test_nobody(self):
        with self.assertRaises(ValueError):
            bill.split(1, [])

    def test_sum(self):
        self.assertEqual(sum(bill.split(1001, ["a", "b"]).values()), 1001)

    def test_weighted(self):
        self.assertEqual(bill.weighted(100, {"a": 1, "b": 2}), {"a": 33, "b": 67})

    def test_settle(self):
        moves = bill.settle({"a": 90}, {"a": 30, "b": 30, "c": 30})
        self.assertEqual(moves, [("b", "a", 30), ("c", "a", 30)])
