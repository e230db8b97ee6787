import pytest

from retry import GaveUp, Retry, retrying


def failing(*errors):
    left = list(errors)
    calls = []

    def function():
        calls.append(1)
        if left:
            raise left.pop(0)
        return "ok"
    return function, calls


@pytest.mark.parametrize("error", [ValueError, KeyError, OSError, RuntimeError, LookupError])
def test_others(error):
    function, calls = failing(error("x"))
    with pytest.raises(error):
        Retry(attempts=5).call(function)
    assert len(calls) == 1


@pytest.mark.parametrize("on, error", [((KeyError,), KeyError("k")), ((OSError,), ConnectionResetError()), ([ValueError, KeyError], KeyError("k"))])
def test_own_kinds(on, error):
    function, calls = failing(error)
    retry = Retry(on=on)
    assert retry.call(function) == "ok"
    assert len(calls) == 2 and retry.failures == [error]


def test_own_kinds_replace():
    function, calls = failing(ConnectionError())
    with pytest.raises(ConnectionError):
        retrying(on=(KeyError,))(function)()
    assert len(calls) == 1


def test_mixed():
    function, calls = failing(TimeoutError(), ValueError("v"))
    slept = []
    with pytest.raises(ValueError):
        Retry(attempts=4, sleep=slept.append).call(function)
    assert len(calls) == 2 and slept == [1]


def test_gives_up_count():
    function, calls = failing(*[ConnectionRefusedError() for _ in range(9)])
    slept = []
    with pytest.raises(GaveUp) as caught:
        Retry(attempts=4, sleep=slept.append).call(function)
    assert caught.value.attempts == 4 and len(calls) == 4 and slept == [1, 2, 4]
