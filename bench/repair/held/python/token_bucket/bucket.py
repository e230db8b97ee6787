"""A token bucket: so many events a second, with bursts."""


class Bucket:
    def __init__(self, rate, burst, now=0.0):
        if rate <= 0 or burst <= 0:
            raise ValueError("rate and burst must be positive")
        self.rate = rate
        self.burst = burst
        self.tokens = burst
        self.last = now

    def _refill(self, now):
        if now < self.last:
            return  # the clock was set back
        grown = self.tokens + (now - self.last) * self.rate
        self.tokens = max(grown, self.burst)
        self.last = now

    def take(self, now, count=1):
        """True if `count` events may happen now."""
        self._refill(now)
        if self.tokens < count:
            return False
        self.tokens -= count
        return True

    def wait(self, now, count=1):
        """Seconds until take() would say yes."""
        self._refill(now)
        missing = count - self.tokens
        return 0.0 if missing <= 0 else missing / self.rate
