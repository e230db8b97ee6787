"""Counting with business days."""

from datetime import date, timedelta

DAY = timedelta(days=1)


def easter(year):
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


class Calendar:
    """Knows the holidays: fixed ones (month, day), those around Easter (days after it), and single dates."""

    def __init__(self, fixed=(), around_easter=(), extra=(), weekend=(5, 6)):
        self.fixed = set(fixed)
        self.around_easter = tuple(around_easter)
        self.extra = set(extra)
        self.weekend = set(weekend)
        self._years = {}

    def holidays(self, year):
        if year not in self._years:
            days = {date(year, month, day) for month, day in self.fixed}
            days |= {easter(year) + offset * DAY for offset in self.around_easter}
            days |= {day for day in self.extra if day.year == year}
            self._years[year] = days
        return self._years[year]

    def is_open(self, day):
        return day.weekday() not in self.weekend and day not in self.holidays(day.year)

    def following(self, day):
        """The day itself if it is open, else the next open one."""
        while not self.is_open(day):
            day += DAY
        return day

    def preceding(self, day):
        while not self.is_open(day):
            day -= DAY
        return day

    def modified_following(self, day):
        """As `following`, but never into another month: then the open day before."""
        result = self.following(day)
        if result.month != day.month:
            return self.preceding(result)
        return result

    def add(self, day, count):
        """Go `count` business days forward, or backward if it is negative."""
        step = DAY if count >= 0 else -DAY
        left = abs(count)
        while left > 0:
            day += step
            if self.is_open(day):
                left -= 1
        return day

    def between(self, start, end):
        """How many business days are after `start` up to `end` with it; negative if end is before."""
        if end < start:
            return -self.between(end, start)
        count = 0
        day = start
        while day < end:
            day += DAY
            if self.is_open(day):
                count += 1
        return count

    def due_dates(self, start, months):
        """The same day of each of the following months, moved to business days of that month."""
        result = []
        for i in range(1, months + 1):
            index = start.month - 1 + i
            year, month = start.year + index // 12, index % 12 + 1
            last = (date(year + month // 12, month % 12 + 1, 1) - DAY).day
            result.append(self.modified_following(date(year, month, min(start.day, last))))
        return result
