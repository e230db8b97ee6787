"""A cache whose entries expire, and that holds a limited number of them."""

import time


class Stats:
    def __init__(self):
        self.hits = 0
        self.misses = 0
        self.evicted = 0

    def rate(self):
        total = self.hits + self.misses
        return self.hits / total if total else 0.0


class TtlCache:
    """`ttl` is the life of an entry in seconds; it counts from the last write.

    A full cache first drops what has expired, then the entry that expires soonest.
    """

    def __init__(self, capacity, ttl, clock=time.monotonic):
        if capacity < 1:
            raise ValueError("capacity must be positive")
        self.capacity = capacity
        self.ttl = ttl
        self.stats = Stats()
        self._clock = clock
        self._items = {}

    def _alive(self, key):
        item = self._items.get(key)
        if item is None:
            return False
        return self._clock() < item[1]

    def __len__(self):
        return sum(1 for key in self._items if self._alive(key))

    def __contains__(self, key):
        return self._alive(key)

    def get(self, key, default=None):
        if not self._alive(key):
            self._items.pop(key, None)
            self.stats.misses += 1
            return default
        self.stats.hits += 1
        return self._items[key][0]

    def set(self, key, value, ttl=None):
        """Store a value; `ttl` overrides the cache's. A ttl of 0 means: expired at once."""
        ttl = ttl or self.ttl
        if key not in self._items and len(self._items) >= self.capacity:
            self._make_room()
        self._items[key] = (value, self._clock() + ttl)

    def get_or_load(self, key, load, ttl=None):
        """The cached value, else load(key), which is stored. None is a value like others."""
        missing = object()
        value = self.get(key, missing)
        if value is missing:
            value = load(key)
            self.set(key, value, ttl)
        return value

    def touch(self, key, ttl=None):
        """Let an entry live anew from now; says whether there is one."""
        if not self._alive(key):
            return False
        self.set(key, self._items[key][0], ttl)
        return True

    def delete(self, key):
        alive = self._alive(key)
        self._items.pop(key, None)
        return alive

    def purge(self):
        """Drop the expired entries, and say how many."""
        dead = [key for key in self._items if not self._alive(key)]
        for key in dead:
            del self._items[key]
        return len(dead)

    def _make_room(self):
        self.purge()
        while len(self._items) >= self.capacity:
            soonest = min(self._items, key=lambda key: self._items[key][1])
            del self._items[soonest]
            self.stats.evicted += 1
