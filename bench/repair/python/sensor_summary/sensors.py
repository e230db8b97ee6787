"""Summaries of what sensors measured."""
from collections import namedtuple

Reading = namedtuple("Reading", "sensor time value")
Summary = namedtuple("Summary", "count low high mean")


def parse_lines(lines):
    """Readings from lines of `sensor time value`; empty lines and those that
    start with # are left out."""
    for line in lines:
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        sensor, time, value = line.split()
        yield Reading(sensor, int(time), float(value))


def between(readings, start, end):
    """The readings from `start` on and before `end`."""
    return (r for r in readings if start <= r.time < end)


def summarize(readings):
    values = [r.value for r in readings]
    if not values:
        return None
    return Summary(len(values), min(values), max(values), sum(values) / len(values))


def by_sensor(readings):
    """The summary of each sensor, in the order of their names."""
    names = sorted({r.sensor for r in readings})
    return {name: summarize(r for r in readings if r.sensor == name) for name in names}


def spikes(readings, factor=2.0):
    """The readings of more than `factor` times their sensor's mean."""
    readings = list(readings)
    summaries = by_sensor(readings)
    return [r for r in readings if r.value > factor * summaries[r.sensor].mean]


def report(lines, start, end):
    found = by_sensor(between(parse_lines(lines), start, end))
    return [f"{name}: {s.count} readings, {s.low:g} to {s.high:g}, mean {s.mean:.2f}" for name, s in found.items()]
