"""Meetings of people in several time zones."""
from datetime import datetime, timedelta, timezone


def zone(offset):
    """`+02:00`, `-05:30` or `Z` as a time zone."""
    if offset == "Z":
        return timezone.utc
    sign = -1 if offset[0] == "-" else 1
    hours, minutes = offset[1:].split(":")
    return timezone(sign * timedelta(hours=int(hours), minutes=int(minutes)))


class Person:
    def __init__(self, name, offset, day=(9, 17)):
        self.name = name
        self.zone = zone(offset)
        self.day = day

    def local(self, moment):
        """The moment as the person's clock shows it."""
        return moment.replace(tzinfo=self.zone)

    def works_at(self, moment):
        local = self.local(moment)
        return local.weekday() < 5 and self.day[0] <= local.hour < self.day[1]


class Meeting:
    def __init__(self, title, start, minutes):
        if start.tzinfo is None:
            raise ValueError("a meeting needs a time zone")
        self.title = title
        self.start = start
        self.end = start + timedelta(minutes=minutes)

    def line_for(self, person):
        start, end = person.local(self.start), person.local(self.end)
        return f"{start:%Y-%m-%d %H:%M}-{end:%H:%M} {self.title}"

    def overlaps(self, other):
        return self.start < other.end and other.start < self.end


def at(text, offset="Z"):
    """`2024-05-01 10:00` on a clock of that zone."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=zone(offset))


def first_slot(people, start, minutes, tries=96):
    """The first half hour from `start` on at which everybody works until the
    meeting's last minute; None if there is none in `tries` half hours."""
    for i in range(tries):
        moment = start + timedelta(minutes=30 * i)
        last = moment + timedelta(minutes=minutes - 1)
        if all(p.works_at(moment) and p.works_at(last) for p in people):
            return moment
    return None
