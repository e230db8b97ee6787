import itertools
import shlex
import unittest

from words import QuoteError, join, split


class Hidden(unittest.TestCase):
    def test_as_shlex(self):
        for n in range(0, 6):
            for chars in itertools.product("a 'b\"", repeat=n):
                line = "".join(chars)
                try:
                    want = shlex.split(line)
                except ValueError:
                    with self.assertRaises(QuoteError):
                        split(line)
                    continue
                self.assertEqual(split(line), want, repr(line))

    def test_back(self):
        for words in (["x"], ["a b", "c'd", '"', ""], ["\\", "#", "a#b"], []):
            self.assertEqual(split(join(words)), words)
        self.assertEqual(split("a#b c\\ d \\#e #f"), ["a#b", "c d", "#e"])
