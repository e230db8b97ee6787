from cache import TtlCache


class Clock:
    now = 0

    def __call__(self):
        return self.now


def test_zero():
    clock = Clock()
    cache = TtlCache(2, 10, clock)
    cache.set("a", 1, ttl=0)
    assert "a" not in cache
    assert len(cache) == 0
    assert cache.get("a", "none") == "none"
    cache.set("b", 1)
    cache.set("b", 2, ttl=0)
    assert cache.get("b") is None
    cache.set("c", 1, 0.0)
    assert "c" not in cache


def test_touch_zero():
    clock = Clock()
    cache = TtlCache(2, 10, clock)
    cache.set("a", 1)
    assert cache.touch("a", 0)
    assert "a" not in cache
    assert not cache.touch("a")


def test_default():
    clock = Clock()
    cache = TtlCache(2, 10, clock)
    cache.set("a", 0)
    cache.set("b", 1, None)
    clock.now = 9
    assert cache.get("a") == 0
    assert "b" in cache
    assert cache.touch("a")
    clock.now = 10
    assert "b" not in cache
    assert cache.purge() == 1
    clock.now = 18
    assert cache.get("a", 7) == 0
    clock.now = 19
    assert cache.get("a", 7) == 7


def test_cache_of_zero():
    clock = Clock()
    cache = TtlCache(2, 0, clock)
    cache.set("a", 1)
    assert "a" not in cache
    cache.set("a", 1, 5)
    assert "a" in cache
    cache.set("z", 1, 0)
    cache.set("y", 1, 3)
    assert "a" in cache and "y" in cache
    assert cache.stats.evicted == 0
