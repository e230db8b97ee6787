import calendar
import datetime


def add_months(day, count):
    """The same day `count` months on; the last day of the month if there is no such day."""
    index = day.month - 1 + count
    year = day.year + (day.month + count) // 12
    month = index % 12 + 1
    last = calendar.monthrange(year, month)[1]
    return datetime.date(year, month, min(day.day, last))


def due_dates(start, count, every=1):
    return [add_months(start, every * i) for i in range(count)]


def months_between(first, second):
    """Whole months from first to second, which is not earlier."""
    months = (second.year - first.year) * 12 + second.month - first.month
    if second.day < first.day:
        months -= 1
    return months


def age(born, today):
    return months_between(born, today) // 12
