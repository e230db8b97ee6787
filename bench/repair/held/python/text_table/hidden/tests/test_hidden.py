import unittest

from table import render


class Hidden(unittest.TestCase):
    def test_first_column(self):
        self.assertEqual(render([[1, "x"], [100, "y"], [-2.5, "z"]], gap=1), "   1 x\n 100 y\n-2.5 z")

    def test_short_rows(self):
        self.assertEqual(render([["a"], ["b", 10], ["c", 5]]), "a\nb  10\nc   5")
