"""The log's format: 'DATE START-END CLIENT WHAT', '#' begins a comment."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from .clock import parse_time
from .intervals import Interval


@dataclass(frozen=True)
class Entry:
    day: date
    interval: Interval
    client: str
    what: str


class LogError(ValueError):
    """A line that is no entry. Its text names the line."""


def parse_line(line):
    """One entry, or None for an empty line or a comment."""
    text = line.split("#", 1)[0].strip()
    if not text:
        return None
    parts = text.split(None, 3)
    if len(parts) < 3:
        raise ValueError("expected DATE START-END CLIENT WHAT")
    day, span, client = parts[:3]
    start, dash, end = span.partition("-")
    if not dash:
        raise ValueError(f"expected START-END, got {span!r}")
    return Entry(
        day=date.fromisoformat(day),
        interval=Interval(parse_time(start), parse_time(end)),
        client=client,
        what=parts[3] if len(parts) > 3 else "",
    )


def parse_log(text):
    """All entries in the order of the log."""
    entries = []
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            entry = parse_line(line)
        except ValueError as error:
            raise LogError(f"line {number}: {error}") from error
        if entry is not None:
            entries.append(entry)
    return entries


def clients(entries):
    return sorted({entry.client for entry in entries})


def by_day(entries, client):
    """The client's intervals of each day, days in order."""
    days = defaultdict(list)
    for entry in entries:
        if entry.client == client:
            days[entry.day].append(entry.interval)
    return dict(sorted(days.items()))
