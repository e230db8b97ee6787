import itertools
import unittest

from distance import closest, distance


def slow(a, b):
    if not a or not b:
        return len(a) + len(b)
    return min(slow(a[1:], b) + 1, slow(a, b[1:]) + 1, slow(a[1:], b[1:]) + (a[0] != b[0]))


class Hidden(unittest.TestCase):
    def test_all_short(self):
        words = ["".join(w) for n in range(5) for w in itertools.product("ab", repeat=n)]
        for a, b in itertools.product(words, repeat=2):
            self.assertEqual(distance(a, b), slow(a, b), (a, b))

    def test_closest(self):
        self.assertEqual(closest("abc", ["abd", "abe"]), "abd")
        self.assertEqual(closest("abc", ["a", "abcd"]), "abcd")
        self.assertEqual(closest("abc", ["a"]), "a")
        self.assertIsNone(closest("abc", ["a"], 1))
