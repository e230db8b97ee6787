"""From time to money. Amounts are whole cents."""

from dataclasses import dataclass
from datetime import date

from .intervals import merge
from .timesheet import by_day

QUARTER = 15
DISCOUNTS = ((40 * 60, 10), (10 * 60, 5))  # from so many minutes on, so many percent


@dataclass(frozen=True)
class Line:
    day: date
    minutes: int
    cents: int


@dataclass(frozen=True)
class Bill:
    client: str
    lines: tuple
    discount_percent: int
    vat_percent: int

    @property
    def minutes(self):
        return sum(line.minutes for line in self.lines)

    @property
    def gross_cents(self):
        return sum(line.cents for line in self.lines)

    @property
    def discount_cents(self):
        return percent_of(self.gross_cents, self.discount_percent)

    @property
    def net_cents(self):
        return self.gross_cents - self.discount_cents

    @property
    def vat_cents(self):
        return percent_of(self.net_cents, self.vat_percent)

    @property
    def total_cents(self):
        return self.net_cents + self.vat_cents


def percent_of(cents, percent):
    """Rounded half up, as the tax office wants it."""
    return (cents * percent + 50) // 100


def round_up(minutes, step=QUARTER):
    return -(-minutes // step) * step


def billable_minutes(intervals):
    """Each block of work is rounded up on its own."""
    return sum(round_up(block.length) for block in merge(intervals))


def discount_for(minutes):
    for threshold, percent in DISCOUNTS:
        if minutes >= threshold:
            return percent
    return 0


def make_bill(entries, client, cents_per_hour, vat_percent=20):
    lines = []
    for day, intervals in by_day(entries, client).items():
        minutes = billable_minutes(intervals)
        lines.append(Line(day, minutes, minutes * cents_per_hour // 60))
    worked = sum(line.minutes for line in lines)
    return Bill(client, tuple(lines), discount_for(worked), vat_percent)
