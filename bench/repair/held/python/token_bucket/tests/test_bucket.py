import unittest

from bucket import Bucket


class BucketTest(unittest.TestCase):
    def test_burst(self):
        bucket = Bucket(rate=2, burst=3)
        self.assertEqual([bucket.take(0) for _ in range(4)], [True, True, True, False])

    def test_never_more_than_the_burst(self):
        bucket = Bucket(rate=2, burst=3)
        self.assertEqual([bucket.take(100) for _ in range(4)], [True, True, True, False])

    def test_refills_slowly(self):
        bucket = Bucket(rate=2, burst=3)
        bucket.take(0, 3)
        self.assertFalse(bucket.take(0.25))
        self.assertTrue(bucket.take(0.5))
        self.assertAlmostEqual(bucket.wait(0.5), 0.5)
