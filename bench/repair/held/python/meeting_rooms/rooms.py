"""How many rooms a day of meetings needs, and when a room is free. Times are minutes; ends are exclusive."""

import heapq


def rooms_needed(meetings):
    """The least number of rooms so that no two meetings in one overlap."""
    ends = []
    most = 0
    for start, end in sorted(meetings):
        if end <= start:
            raise ValueError(f"a meeting ends before it begins: {start} to {end}")
        while ends and ends[0] < start:
            heapq.heappop(ends)
        heapq.heappush(ends, end)
        most = max(most, len(ends))
    return most


def gaps(meetings, day_start, day_end, least=1):
    """Free times of at least `least` minutes between the meetings of one room."""
    free = []
    at = day_start
    for start, end in sorted(meetings):
        if start - at >= least:
            free.append((at, start))
        at = max(at, end)
    if day_end - at >= least:
        free.append((at, day_end))
    return free
