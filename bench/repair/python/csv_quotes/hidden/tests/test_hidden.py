import unittest

import rows


class Hidden(unittest.TestCase):
    def test_more(self):
        self.assertEqual(rows.split_row(""), [""])
        self.assertEqual(rows.split_row('""""'), ['"'])
        self.assertEqual(rows.split_row('"",""'), ["", ""])
        self.assertEqual(rows.split_row('a;"b;c"', ";"), ["a", "b;c"])
