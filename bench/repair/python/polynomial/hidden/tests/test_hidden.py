import itertools
import unittest

from polynomial import Polynomial as P


class Hidden(unittest.TestCase):
    def test_values(self):
        some = [P(c) for n in range(4) for c in itertools.product((-2, 0, 1), repeat=n)]
        for a in some:
            for b in some:
                for x in (-2, 0, 1, 3):
                    self.assertEqual((a * b)(x), a(x) * b(x))
                    self.assertEqual((a + b)(x), a(x) + b(x))
                self.assertEqual((a + b).derivative(), a.derivative() + b.derivative())
        self.assertEqual(P([7]).derivative(), P([]))
        self.assertEqual(P([0, 0, 0, 1]).derivative(), P([0, 0, 3]))

    def test_text(self):
        for c, want in (([-1], "-1"), ([0, -1], "-x"), ([1, -1], "-x + 1"), ([-3, 2, 0, -4], "-4x^3 + 2x - 3"), ([0, 0, -1], "-x^2"), ([1], "1"), ([0, 5], "5x"), ([-10, 1], "x - 10")):
            self.assertEqual(str(P(c)), want)
