import unittest

import text_


class Hidden(unittest.TestCase):
    def test_more(self):
        self.assertEqual(text_.initials(""), "")
        for width in range(3, 12):
            self.assertLessEqual(len(text_.shorten("x" * 20, width)), width)
