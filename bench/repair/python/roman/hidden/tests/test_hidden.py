import unittest

import roman


class Hidden(unittest.TestCase):
    def test_round_trip(self):
        for n in range(1, 4000):
            self.assertEqual(roman.from_roman(roman.to_roman(n)), n)
