import pytest

from cache import TtlCache


class Clock:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def cache(clock):
    return TtlCache(3, 10, clock)


def test_expires(cache, clock):
    cache.set("a", 1)
    clock.now += 9
    assert cache.get("a") == 1
    clock.now += 1
    assert cache.get("a") is None


def test_own_ttl(cache, clock):
    cache.set("long", 1, ttl=50)
    cache.set("short", 2, ttl=1)
    clock.now += 20
    assert "long" in cache
    assert "short" not in cache


def test_do_not_cache(cache):
    calls = []

    def load(key):
        calls.append(key)
        return len(calls)

    assert cache.get_or_load("x", load, ttl=0) == 1
    assert cache.get_or_load("x", load, ttl=0) == 2


def test_soonest_goes_first(cache, clock):
    cache.set("a", 1, ttl=8)
    cache.set("b", 2, ttl=5)
    cache.set("c", 3)
    cache.set("d", 4)
    assert "b" not in cache
    assert len(cache) == 3
    assert cache.stats.evicted == 1


def test_touch(cache, clock):
    cache.set("a", 1)
    clock.now += 8
    assert cache.touch("a")
    clock.now += 8
    assert cache.get("a") == 1
    assert not cache.touch("b")


def test_stats(cache):
    cache.set("a", 1)
    cache.get("a")
    cache.get("b")
    assert cache.stats.rate() == 0.5


def test_none_is_cached(cache):
    calls = []
    cache.get_or_load("x", calls.append)
    cache.get_or_load("x", calls.append)
    assert calls == ["x"]
