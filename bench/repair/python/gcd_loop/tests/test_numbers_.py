import unittest

import numbers_


class Visible(unittest.TestCase):
    def test_gcd(self):
        self.assertEqual(numbers_.gcd(12, 18), 6)
        self.assertEqual(numbers_.gcd(7, 5), 1)
        self.assertEqual(numbers_.gcd(3, 0), 3)

    def test_lcm(self):
        self.assertEqual(numbers_.lcm(4, 6), 12)

    def test_prime(self):
        self.assertEqual([n for n in range(20) if numbers_.is_prime(n)], [2, 3, 5, 7, 11, 13, 17, 19])
