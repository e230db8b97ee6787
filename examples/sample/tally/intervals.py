"""Spans of time within one day: [start, end) in minutes."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Interval:
    start: int
    end: int

    def __post_init__(self):
        if self.end <= self.start:
            raise ValueError(f"an interval must end after its start: {self.start}-{self.end}")

    @property
    def length(self):
        return self.end - self.start

    def overlaps(self, other):
        return self.start < other.end and other.start < self.end


def merge(intervals):
    """The same time as separate blocks in order: what overlaps or follows without a pause is one."""
    merged = []
    for interval in sorted(intervals):
        if merged and interval.start < merged[-1].end:
            last = merged[-1]
            merged[-1] = Interval(last.start, max(last.end, interval.end))
        else:
            merged.append(interval)
    return merged


def total(intervals):
    """Minutes covered, each counted once however often it was written down."""
    return sum(block.length for block in merge(intervals))


def gaps(intervals):
    """The pauses between the blocks."""
    blocks = merge(intervals)
    return [
        Interval(before.end, after.start)
        for before, after in zip(blocks, blocks[1:])
        if before.end < after.start
    ]
