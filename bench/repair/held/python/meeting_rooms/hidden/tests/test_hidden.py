import pytest

from rooms import rooms_needed


def test_busy_day():
    meetings = [(0, 30), (30, 60), (15, 45), (45, 60), (60, 90), (0, 90)]
    assert rooms_needed(meetings) == 3


def test_one_minute_too_long():
    assert rooms_needed([(0, 31), (30, 60)]) == 2
    assert rooms_needed([(0, 10), (0, 10), (10, 20), (10, 20)]) == 2


def test_nested():
    assert rooms_needed([(0, 100), (10, 20), (20, 30), (40, 50)]) == 2


def test_backwards():
    with pytest.raises(ValueError):
        rooms_needed([(10, 10)])
