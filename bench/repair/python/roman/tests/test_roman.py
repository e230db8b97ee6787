import unittest

import roman


class Visible(unittest.TestCase):
    def test_to_roman(self):
        self.assertEqual(roman.to_roman(1), "I")
        self.assertEqual(roman.to_roman(4), "IV")
        self.assertEqual(roman.to_roman(3), "III")
        self.assertEqual(roman.to_roman(1994), "MCMXCIV")

    def test_from_roman(self):
        self.assertEqual(roman.from_roman("MCMXCIV"), 1994)

    def test_range(self):
        with self.assertRaises(ValueError):
            roman.to_roman(0)
