import unittest

from limiter import TokenBucket


class TokenBucketTest(unittest.TestCase):
    def test_burst(self):
        bucket = TokenBucket(2, 1)
        self.assertTrue(bucket.allow(0))
        self.assertTrue(bucket.allow(0))
        self.assertFalse(bucket.allow(0))

    def test_refills(self):
        bucket = TokenBucket(1, 0.5)
        self.assertTrue(bucket.allow(0))
        self.assertTrue(bucket.allow(2))

    def test_slow_refill(self):
        bucket = TokenBucket(1, 1)
        self.assertTrue(bucket.allow(1))
        self.assertTrue(bucket.allow(2))
        self.assertFalse(bucket.allow(2.5))

    def test_too_dear(self):
        self.assertIsNone(TokenBucket(2, 1).wait_time(0, 3))

    def test_wait(self):
        bucket = TokenBucket(1, 2)
        bucket.allow(0)
        self.assertEqual(bucket.wait_time(0), 0.5)

    def test_bad_rate(self):
        self.assertRaises(ValueError, TokenBucket, 1, 0)
