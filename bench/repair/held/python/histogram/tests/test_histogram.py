import unittest

from histogram import bars, histogram, mode


class HistogramTest(unittest.TestCase):
    def test_counts(self):
        self.assertEqual(histogram([1, 2, 3, 11, 12, 25], 0, 30, 3), [3, 2, 1])

    def test_ends(self):
        self.assertEqual(histogram([0, 4, -1, 5], 0, 4, 2), [1, 1])

    def test_small_bins(self):
        self.assertEqual(histogram([0.1, 0.3, 0.6, 0.9], 0, 1, 4), [1, 1, 1, 1])

    def test_bars(self):
        self.assertEqual(bars([1, 2, 0], 4), ["##", "####", ""])

    def test_mode(self):
        self.assertEqual(mode([1, 11, 12], 0, 30, 3), 15)
