"""Cron expressions of five fields: minute hour day month weekday."""

from datetime import datetime, timedelta

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]


class CronError(ValueError):
    pass


def _number(text, low, high, names, first):
    text = text.lower()
    if text in names:
        return names.index(text) + first
    if not text.isdigit():
        raise CronError("not a number: " + text)
    value = int(text)
    if not low <= value <= high:
        raise CronError("out of range: " + text)
    return value


def parse_field(text, low, high, names=(), first=0):
    """The set of values that a field means: `*`, `5`, `1-5`, `*/10`, `8-18/2`, and lists of these."""
    values = set()
    for part in text.split(","):
        body, slash, step_text = part.partition("/")
        step = 1
        if slash:
            if not step_text.isdigit() or int(step_text) == 0:
                raise CronError("bad step: " + part)
            step = int(step_text)
        if body == "*":
            start, end = low, high
        elif "-" in body:
            left, right = body.split("-", 1)
            start = _number(left, low, high, names, first)
            end = _number(right, low, high, names, first)
            if end < start:
                raise CronError("backward range: " + part)
        else:
            start = _number(body, low, high, names, first)
            end = high if slash else start
        values.update(range(start, end + 1, step))
    return values


class Cron:
    def __init__(self, text):
        fields = text.split()
        if len(fields) != 5:
            raise CronError("five fields are needed")
        minute, hour, day, month, weekday = fields
        self.minutes = parse_field(minute, 0, 59)
        self.hours = parse_field(hour, 0, 23)
        self.days = parse_field(day, 1, 31)
        self.months = parse_field(month, 1, 12, MONTHS, 1)
        # 0 and 7 are both Sunday
        self.weekdays = {value % 7 for value in parse_field(weekday, 0, 7, DAYS)}
        self.any_day = day == "*"
        self.any_weekday = weekday == "*"

    def day_matches(self, moment):
        """If day and weekday are both restricted, one of them is enough."""
        if moment.month not in self.months:
            return False
        day = moment.day in self.days
        weekday = moment.isoweekday() % 7 in self.weekdays
        if self.any_day or self.any_weekday:
            return day and weekday
        return day or weekday

    def matches(self, moment):
        return self.day_matches(moment) and moment.hour in self.hours and moment.minute in self.minutes

    def next_after(self, moment):
        """The first minute after `moment` that matches, or None within four years."""
        moment = moment.replace(second=0, microsecond=0) + timedelta(minutes=1)
        limit = moment + timedelta(days=4 * 366)
        while moment < limit:
            if not self.day_matches(moment):
                moment = datetime(moment.year, moment.month, moment.day) + timedelta(days=1)
            elif moment.hour not in self.hours:
                moment += timedelta(hours=1)
            elif moment.minute not in self.minutes:
                moment += timedelta(minutes=1)
            else:
                return moment
        return None
