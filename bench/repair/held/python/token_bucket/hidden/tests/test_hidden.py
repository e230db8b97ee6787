import unittest

from bucket import Bucket


class Hidden(unittest.TestCase):
    def test_sequence(self):
        bucket = Bucket(rate=1, burst=2, now=10)
        times = [10, 10, 10, 10.5, 11, 11.5, 12, 20, 20, 20]
        wanted = [True, True, False, False, True, False, True, True, True, False]
        self.assertEqual([bucket.take(t) for t in times], wanted)

    def test_clock_set_back(self):
        bucket = Bucket(rate=1, burst=1, now=10)
        bucket.take(10)
        self.assertFalse(bucket.take(5))
        self.assertFalse(bucket.take(10.5))
        self.assertTrue(bucket.take(11))

    def test_wait_when_full(self):
        self.assertEqual(Bucket(5, 5).wait(3, 5), 0.0)
        self.assertAlmostEqual(Bucket(5, 5).wait(3, 6), 0.2)
