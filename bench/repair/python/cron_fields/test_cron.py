from datetime import datetime

import pytest

from cron import Cron, CronError, parse_field


def test_fields():
    assert parse_field("*/20", 0, 59) == {0, 20, 40}
    assert parse_field("1-4,9", 0, 23) == {1, 2, 3, 4, 9}
    assert parse_field("8-18/5", 0, 23) == {8, 13, 18}


def test_names():
    cron = Cron("0 9 * jan-mar mon")
    assert cron.months == {1, 2, 3}
    assert cron.weekdays == {1}


def test_seven_is_sunday():
    assert Cron("0 0 * * 7").weekdays == {0}
    assert Cron("0 0 * * 5-7").weekdays == {5, 6, 0}


@pytest.mark.parametrize("text", ["* * * *", "60 * * * *", "5-1 * * * *", "*/0 * * * *", "x * * * *"])
def test_errors(text):
    with pytest.raises(CronError):
        Cron(text)


def test_day_or_weekday():
    cron = Cron("0 0 13 * fri")
    assert cron.matches(datetime(2024, 9, 13, 0, 0))
    assert cron.matches(datetime(2024, 9, 20, 0, 0))
    assert not cron.matches(datetime(2024, 9, 21, 0, 0))


def test_next_within_hour():
    assert Cron("*/15 * * * *").next_after(datetime(2024, 5, 1, 10, 16, 30)) == datetime(2024, 5, 1, 10, 30)


def test_next_daily():
    cron = Cron("10 6 * * *")
    assert cron.next_after(datetime(2024, 5, 1, 6, 10)) == datetime(2024, 5, 2, 6, 10)
    assert cron.next_after(datetime(2024, 5, 1, 4, 45)) == datetime(2024, 5, 1, 6, 10)


def test_never():
    assert Cron("0 0 31 feb *").next_after(datetime(2024, 1, 1)) is None
