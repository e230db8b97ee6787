import unittest

import series


class Hidden(unittest.TestCase):
    def test_more(self):
        self.assertEqual(series.moving_average([5], 1), [5])
        self.assertEqual(series.moving_average([], 1), [])
        self.assertEqual(series.moving_average([1, 2], 3), [])
        self.assertEqual(series.moving_average([1, 2, 3], 3), [2])
