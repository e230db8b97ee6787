import unittest

from polynomial import Polynomial as P


class PolynomialTest(unittest.TestCase):
    def test_value(self):
        self.assertEqual(P([1, 2, 3])(2), 17)

    def test_add(self):
        self.assertEqual(P([1, 2]) + P([1, -2]), P([2]))

    def test_multiply(self):
        self.assertEqual(P([1, 1]) * P([-1, 1]), P([-1, 0, 1]))

    def test_derivative(self):
        self.assertEqual(P([5, 3, 4]).derivative(), P([3, 8]))

    def test_text(self):
        self.assertEqual(str(P([1, 0, 3])), "3x^2 + 1")
        self.assertEqual(str(P([])), "0")

    def test_text_minus(self):
        self.assertEqual(str(P([-2, -1, 1])), "x^2 - x - 2")
