class TokenBucket:
    """Lets `capacity` calls through at once and `rate` more each second."""

    def __init__(self, capacity, rate, now=0.0):
        if capacity <= 0 or rate <= 0:
            raise ValueError("capacity and rate must be positive")
        self.capacity = capacity
        self.rate = rate
        self.tokens = capacity
        self.last = now

    def _refill(self, now):
        if now < self.last:
            return
        self.tokens = min(self.capacity, self.tokens + (now - self.last) * self.rate)

    def allow(self, now, cost=1):
        self._refill(now)
        if cost > self.tokens:
            return False
        self.tokens -= cost
        return True

    def wait_time(self, now, cost=1):
        """Seconds until `cost` tokens are there; None if there never will be so many."""
        if cost > self.capacity:
            return None
        self._refill(now)
        if cost <= self.tokens:
            return 0.0
        return (cost - self.tokens) / self.rate
