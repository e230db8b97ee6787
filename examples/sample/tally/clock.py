"""Times of day as minutes since midnight. 24:00 is the end of a day."""

MINUTES_PER_DAY = 24 * 60


def parse_time(text):
    """'09:30' -> 570. Raises ValueError for anything that is no time of day."""
    hours, colon, minutes = text.partition(":")
    if not colon or len(minutes) != 2 or not (hours + minutes).isdigit():
        raise ValueError(f"not a time of day: {text!r}")
    if int(minutes) >= 60:
        raise ValueError(f"no such minute: {text!r}")
    time = int(hours) * 60 + int(minutes)
    if time > MINUTES_PER_DAY:
        raise ValueError(f"no such hour: {text!r}")
    return time


def format_time(minutes):
    """570 -> '09:30'."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def format_hours(minutes):
    """Minutes as hours with two decimals: 75 -> '1.25'."""
    return f"{minutes / 60:.2f}"
