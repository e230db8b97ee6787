import unittest

import words


class Visible(unittest.TestCase):
    def test_count(self):
        self.assertEqual(words.count("A b, a."), {"a": 2, "b": 1})

    def test_most_common(self):
        self.assertEqual(words.most_common("b a b c", 2), ["b", "a"])
