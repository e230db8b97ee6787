import unittest

from histogram import histogram, mode


class Hidden(unittest.TestCase):
    def test_other_origin(self):
        self.assertEqual(histogram(range(100, 200), 100, 200, 5), [20] * 5)
        self.assertEqual(histogram([-5, -4.9, 0, 4.9, 5], -5, 5, 10), [2, 0, 0, 0, 0, 1, 0, 0, 0, 2])

    def test_all_in_the_last(self):
        self.assertEqual(histogram([9.5, 10], 0, 10, 20), [0] * 19 + [2])
        self.assertEqual(mode([7, 7, 1], 0, 8, 4), 7)
