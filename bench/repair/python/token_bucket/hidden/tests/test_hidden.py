import random
import unittest

from limiter import TokenBucket


class Hidden(unittest.TestCase):
    def test_against_a_model(self):
        rng = random.Random(4)
        for _ in range(60):
            capacity = rng.randint(1, 5)
            rate = rng.choice([0.5, 1, 2])
            bucket = TokenBucket(capacity, rate)
            tokens, last, now = capacity, 0, 0
            for _ in range(30):
                now += rng.choice([0, 0.25, 0.5, 1, 2])
                cost = rng.randint(1, 3)
                tokens = min(capacity, tokens + (now - last) * rate)
                last = now
                if rng.random() < 0.3:
                    wait = None if cost > capacity else max(0.0, (cost - tokens) / rate)
                    self.assertEqual(bucket.wait_time(now, cost), wait)
                    continue
                ok = tokens >= cost
                if ok:
                    tokens -= cost
                self.assertEqual(bucket.allow(now, cost), ok)

    def test_clock_back(self):
        bucket = TokenBucket(2, 1, 10)
        self.assertTrue(bucket.allow(10, 2))
        self.assertFalse(bucket.allow(5))
        self.assertTrue(bucket.allow(11))
        self.assertFalse(bucket.allow(11))
