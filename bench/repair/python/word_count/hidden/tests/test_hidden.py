import unittest

import words


class Hidden(unittest.TestCase):
    def test_more(self):
        self.assertEqual(words.count(""), {})
        self.assertEqual(words.count("x x x y -- Y!"), {"x": 3, "y": 2})
