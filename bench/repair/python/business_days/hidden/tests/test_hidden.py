from datetime import date, timedelta

from workdays import Calendar


def test_every_day_of_some_years():
    calendar = Calendar(fixed=[(1, 1), (12, 31), (10, 31)], around_easter=[-2, 1, 39], extra=[date(2023, 5, 2)])
    day = date(2022, 1, 1)
    while day.year < 2026:
        got = calendar.modified_following(day)
        assert calendar.is_open(got)
        assert got.month == day.month and got.year == day.year
        after = calendar.following(day)
        if after.month == day.month:
            assert got == after
        else:
            assert got == calendar.preceding(day) and got < day
        day += timedelta(days=1)


def test_due_dates():
    calendar = Calendar()
    assert calendar.due_dates(date(2024, 5, 31), 4) == [
        date(2024, 6, 28), date(2024, 7, 31), date(2024, 8, 30), date(2024, 9, 30)]
    assert calendar.due_dates(date(2024, 11, 30), 2) == [date(2024, 12, 30), date(2025, 1, 30)]


def test_following_may_leave_the_month():
    assert Calendar().following(date(2024, 8, 31)) == date(2024, 9, 2)
    assert Calendar().preceding(date(2024, 9, 1)) == date(2024, 8, 30)
