import unittest

import dates


class Visible(unittest.TestCase):
    def test_leap(self):
        self.assertTrue(dates.is_leap(2024))
        self.assertFalse(dates.is_leap(2023))
        self.assertFalse(dates.is_leap(1900))
        self.assertTrue(dates.is_leap(2000))

    def test_day_of_year(self):
        self.assertEqual(dates.day_of_year(2024, 3, 1), 61)
