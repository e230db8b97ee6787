from datetime import date

import pytest

from workdays import Calendar, easter


@pytest.fixture
def calendar():
    return Calendar(fixed=[(1, 1), (5, 1), (12, 25), (12, 26)], around_easter=[-2, 1])


def test_easter():
    assert easter(2024) == date(2024, 3, 31)
    assert easter(2025) == date(2025, 4, 20)


def test_open(calendar):
    assert calendar.is_open(date(2024, 3, 28))
    assert not calendar.is_open(date(2024, 3, 29))
    assert not calendar.is_open(date(2024, 4, 1))
    assert not calendar.is_open(date(2024, 6, 1))


def test_add(calendar):
    assert calendar.add(date(2024, 3, 28), 1) == date(2024, 4, 2)
    assert calendar.add(date(2024, 4, 2), -2) == date(2024, 3, 27)
    assert calendar.add(date(2024, 4, 2), 0) == date(2024, 4, 2)


def test_between(calendar):
    assert calendar.between(date(2024, 12, 23), date(2024, 12, 27)) == 2
    assert calendar.between(date(2024, 12, 27), date(2024, 12, 23)) == -2


def test_following(calendar):
    assert calendar.following(date(2024, 12, 25)) == date(2024, 12, 27)
    assert calendar.modified_following(date(2024, 6, 15)) == date(2024, 6, 17)


def test_end_of_month(calendar):
    assert calendar.modified_following(date(2024, 8, 31)) == date(2024, 8, 30)


def test_due_dates(calendar):
    assert calendar.due_dates(date(2024, 1, 31), 3) == [date(2024, 2, 29), date(2024, 3, 28), date(2024, 4, 30)]
