import unittest

from table import line, table, widths


class TableTest(unittest.TestCase):
    def test_widths(self):
        self.assertEqual(widths([["a", "bcd"], ["ef"], ["", "", 100]]), [2, 3, 3])

    def test_line(self):
        self.assertEqual(line(["ab", 7, "c"], [3, 3, 3]), "ab  |   7 | c")

    def test_line_bool(self):
        self.assertEqual(line([True, "x"], [5, 1]), "True  | x")

    def test_table(self):
        self.assertEqual(table(["id", "n"], [[1, "x"], [2, "y"]]), "id | n\n---+--\n 1 | x\n 2 | y")

    def test_wide_cells(self):
        self.assertEqual(table(["n"], [["hello"]]), "n\n-----\nhello")
