import pytest

from rotate import RotatingLog, parse_size


@pytest.fixture
def log():
    return RotatingLog("10B")


@pytest.mark.parametrize("text, size", [
    ("300", 300), ("10KiB", 10240), ("2 MB", 2000000), ("1mib", 1048576), (" 5kb ", 5000),
])
def test_sizes(text, size):
    assert parse_size(text) == size


@pytest.mark.parametrize("text", ["", "KB", "3 apples", "-1"])
def test_no_sizes(text):
    with pytest.raises(ValueError):
        parse_size(text)


def test_rotates(log):
    for line in ["aaaa", "bbbb", "cccc"]:
        log.write(line)
    assert log.files() == {"log": ["cccc"], "log.1": ["aaaa", "bbbb"]}


def test_keeps_two(log):
    for letter in "abcd":
        log.write(letter * 9)
    assert log.files() == {"log": ["d" * 9], "log.1": ["c" * 9], "log.2": ["b" * 9]}


def test_umlauts(log):
    log.write("äöü")
    log.write("abc")
    assert log.files() == {"log": ["abc"], "log.1": ["äöü"]}
