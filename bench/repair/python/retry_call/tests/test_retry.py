import pytest

from retry import Backoff, GaveUp, Retry, retrying


class Flaky:
    def __init__(self, *errors):
        self.errors = list(errors)
        self.calls = 0

    def __call__(self, value="ok"):
        self.calls += 1
        if self.errors:
            raise self.errors.pop(0)
        return value


@pytest.fixture
def slept():
    return []


def test_first_time(slept):
    assert Retry(sleep=slept.append).call(Flaky(), 7) == 7
    assert slept == []


def test_third_time(slept):
    flaky = Flaky(ConnectionError(), TimeoutError())
    assert Retry(sleep=slept.append).call(flaky) == "ok"
    assert slept == [1, 2]


def test_gives_up():
    last = TimeoutError("b")
    with pytest.raises(GaveUp) as caught:
        Retry(attempts=2).call(Flaky(ConnectionError("a"), last))
    assert caught.value.last is last


def test_other_errors_pass():
    flaky = Flaky(ValueError("bad"))
    with pytest.raises(ValueError):
        Retry().call(flaky)


@pytest.mark.parametrize("limit, delays", [(30, [1, 2, 4, 8]), (3, [1, 2, 3, 3])])
def test_backoff(limit, delays):
    found = Backoff(limit=limit).delays()
    assert [next(found) for _ in range(4)] == delays


def test_decorator():
    flaky = Flaky(ConnectionError())
    assert retrying(attempts=2)(flaky)("x") == "x"
