"""Closed intervals as (low, high) pairs."""


def merge(spans):
    """The union of the spans as sorted spans that do not touch."""
    merged = []
    for low, high in sorted(spans):
        if low > high:
            raise ValueError("span %r ends before it starts" % ((low, high),))
        if merged and low <= merged[-1][1]:
            merged[-1] = (merged[-1][0], high)
        else:
            merged.append((low, high))
    return merged


def covered(spans):
    """How much of the axis the spans cover, overlaps counted once."""
    return sum(high - low for low, high in merge(spans))


def gaps(spans, start, end):
    """What the spans leave free between start and end."""
    free = []
    at = start
    for low, high in merge(spans):
        if low > at:
            free.append((at, min(low, end)))
        at = max(at, high)
        if at >= end:
            break
    if at < end:
        free.append((at, end))
    return free
