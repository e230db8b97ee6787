import unittest

from loader import BadLine, load


class Hidden(unittest.TestCase):
    def test_why(self):
        with self.assertRaisesRegex(BadLine, "not a price: abc"):
            load("1;pen;abc")
        with self.assertRaisesRegex(BadLine, "2 fields, wanted 3"):
            load("1;pen;1\n2;x")

    def test_all_bad(self):
        self.assertEqual(load("a\nb", strict=False), ([], [(1, "1 fields, wanted 3"), (2, "1 fields, wanted 3")]))
        self.assertEqual(load(""), ([], []))
