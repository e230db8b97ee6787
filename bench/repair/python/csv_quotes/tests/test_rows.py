import unittest

import rows


class Visible(unittest.TestCase):
    def test_plain(self):
        self.assertEqual(rows.split_row("a,b,,c"), ["a", "b", "", "c"])

    def test_quoted(self):
        self.assertEqual(rows.split_row('"a,b",c'), ["a,b", "c"])

    def test_doubled(self):
        self.assertEqual(rows.split_row('"say ""hi""",x'), ['say "hi"', "x"])
