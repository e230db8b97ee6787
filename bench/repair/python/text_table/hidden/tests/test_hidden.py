import unittest

from table import table, widths


class Hidden(unittest.TestCase):
    def test_shapes(self):
        self.assertEqual(table(["name", "n"], []), "name | n\n-----+--")
        self.assertEqual(table(["a", "b"], [["longer", 12345], ["x", 1.5]]), "a      | b\n-------+------\nlonger | 12345\nx      |   1.5")
        self.assertEqual(table(["long head", "b"], [[1, "cell that is long"]]), "long head | b\n----------+------------------\n        1 | cell that is long")
        self.assertEqual(table(["a", "b"], [["x"]]), "a | b\n--+--\nx")
        self.assertEqual(widths([]), [])
        self.assertEqual(widths([["abc", "a"], ["a", "abc"]]), [3, 3])
