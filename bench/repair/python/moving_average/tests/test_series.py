import unittest

import series


class Visible(unittest.TestCase):
    def test_average(self):
        self.assertEqual(series.moving_average([1, 2, 3, 4], 2), [1.5, 2.5, 3.5])

    def test_window(self):
        with self.assertRaises(ValueError):
            series.moving_average([1], 0)

    def test_normalise(self):
        self.assertEqual(series.normalise([2, 4, 6]), [0.0, 0.5, 1.0])

    def test_differences(self):
        self.assertEqual(series.differences([1, 4, 9]), [3, 5])
