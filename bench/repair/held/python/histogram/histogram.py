"""Counts of values in bins of equal width."""


def histogram(values, low, high, bins):
    """How many values lie in each bin; values outside of [low, high] are left out, `high` is in the last bin."""
    if bins < 1 or not low < high:
        raise ValueError("needs at least one bin and low < high")
    width = (high - low) / bins
    counts = [0] * bins
    for value in values:
        if value < low or value > high:
            continue
        at = int((value - low) // bins)
        counts[min(at, bins - 1)] += 1
    return counts


def bars(counts, length=20):
    """A line of # for each bin; the fullest has `length`."""
    most = max(counts)
    if most == 0:
        return [""] * len(counts)
    return ["#" * round(count * length / most) for count in counts]


def mode(values, low, high, bins):
    """The middle of the fullest bin, the first of several."""
    counts = histogram(values, low, high, bins)
    at = counts.index(max(counts))
    width = (high - low) / bins
    return low + (at + 0.5) * width
