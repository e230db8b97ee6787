import unittest

from wrap import bullet, center, wrap


class WrapTest(unittest.TestCase):
    def test_short(self):
        self.assertEqual(wrap("a b", 10), ["a b"])

    def test_nothing(self):
        self.assertEqual(wrap("  ", 5), [])

    def test_exact(self):
        self.assertEqual(wrap("the cat sat", 7), ["the cat", "sat"])

    def test_long_word(self):
        self.assertEqual(wrap("a bcdefgh", 3), ["a", "bcd", "efg", "h"])

    def test_center(self):
        self.assertEqual(center(["ab"], 4), [" ab"])

    def test_bullet(self):
        self.assertEqual(bullet("one two six", 10), ["* one two", "  six"])
