"""Calls things again that fail for a while."""


class GaveUp(Exception):
    """All attempts failed; `last` is the last error."""

    def __init__(self, attempts, last):
        super().__init__(f"gave up after {attempts} attempts: {last}")
        self.attempts = attempts
        self.last = last


class Backoff:
    """Delays that grow by `factor` from `first`, but not over `limit`."""

    def __init__(self, first=1, factor=2, limit=30):
        self.first = first
        self.factor = factor
        self.limit = limit

    def delays(self):
        delay = self.first
        while True:
            yield min(delay, self.limit)
            delay *= self.factor


class Retry:
    def __init__(self, attempts=3, on=(ConnectionError, TimeoutError), backoff=None, sleep=None):
        if attempts < 1:
            raise ValueError("at least one attempt")
        self.attempts = attempts
        self.on = tuple(on)
        self.backoff = backoff or Backoff()
        self.sleep = sleep or (lambda seconds: None)
        self.failures = []

    def call(self, function, *args):
        """The value of the function. Errors of the kinds in `on` are tried
        again after a delay; all others pass through at once."""
        self.failures = []
        delays = self.backoff.delays()
        for attempt in range(self.attempts):
            if attempt > 0:
                self.sleep(next(delays))
            try:
                return function(*args)
            except Exception as error:
                self.failures.append(error)
        raise GaveUp(self.attempts, self.failures[-1])


def retrying(**options):
    """A decorator that calls the function with `Retry(**options)`."""
    def wrap(function):
        def wrapped(*args):
            return Retry(**options).call(function, *args)
        return wrapped
    return wrap
