import itertools
import textwrap
import unittest

from wrap import wrap


class Hidden(unittest.TestCase):
    def test_no_long_words(self):
        for sizes in itertools.product((1, 2, 4, 5), repeat=5):
            text = " ".join("abcdefgh"[:n] for n in sizes)
            for width in range(5, 14):
                self.assertEqual(wrap(text, width), textwrap.wrap(text, width), (text, width))

    def test_long_words(self):
        self.assertEqual(wrap("abcdef gh", 3), ["abc", "def", "gh"])
        self.assertEqual(wrap("xx abcdefg hi", 4), ["xx", "abcd", "efg", "hi"])
        self.assertEqual(wrap("xx abcde f", 4), ["xx", "abcd", "e f"])
        self.assertEqual(wrap("a b cdefghij k", 4), ["a b", "cdef", "ghij", "k"])
        self.assertEqual(wrap("abcabc abcabc", 3), ["abc"] * 4)
