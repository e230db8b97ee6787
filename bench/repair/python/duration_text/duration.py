import re

UNITS = {"d": 86400, "h": 3600, "m": 60, "s": 1}


def parse(text):
    """Seconds of "1h30m", "45s", "2d 4h"."""
    total = 0
    rest = re.sub(r"\s+", "", text)
    if not rest:
        raise ValueError("empty duration")
    while rest:
        match = re.match(r"(\d+)([dhms])", rest)
        if match is None:
            raise ValueError("bad duration: " + text)
        total += int(match.group(1)) * UNITS[match.group(2)]
        rest = rest[match.end():]
    return total


def clock(seconds):
    """HH:MM:SS; hours are not cut at a day."""
    hours = seconds // 3600
    minutes = seconds // 60
    return "%02d:%02d:%02d" % (hours, minutes, seconds % 60)


def words(seconds):
    """The two largest units: "1d 2h", "3m 4s", "0s"."""
    parts = []
    for unit, size in UNITS.items():
        count, seconds = divmod(seconds, size)
        if count:
            parts.append("%d%s" % (count, unit))
    return " ".join(parts[:2]) or "0s"
