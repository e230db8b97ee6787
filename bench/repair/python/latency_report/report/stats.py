import math


def percentile(values, percent):
    """The nearest rank: the least value that at least `percent` of the values do not exceed."""
    if not values:
        raise ValueError("no values")
    ordered = sorted(values)
    rank = math.ceil(len(ordered) * percent / 100)
    return ordered[max(rank, 1) - 1]


def route_of(path):
    """The path with numbers replaced: /user/17/posts is /user/:id/posts."""
    return "/".join(":id" if part.isdigit() else part for part in path.split("/"))


def by_route(records):
    groups = {}
    for record in records:
        groups.setdefault((record.method, route_of(record.path)), []).append(record)
    return groups


def summarize(records):
    """Rows (method, route, count, errors, median, p95), the slowest first.

    Requests that failed (status 500 and above) are counted, but their times are not.
    """
    rows = []
    for (method, route), group in by_route(records).items():
        good = [record for record in group if record.status < 500]
        times = [record.millis for record in group]
        errors = len(group) - len(good)
        median = percentile(times, 50) if times else None
        p95 = percentile(times, 95) if times else None
        rows.append((method, route, len(group), errors, median, p95))
    return sorted(rows, key=lambda row: (-(row[5] or 0), row[1], row[0]))


def per_minute(records):
    """Pairs (minute, requests) from the first minute to the last one, quiet ones too."""
    if not records:
        return []
    minutes = [record.time // 60 for record in records]
    return [(minute, minutes.count(minute)) for minute in range(min(minutes), max(minutes) + 1)]


def render(rows):
    lines = ["%-6s %-24s %6s %6s %9s %9s" % ("", "route", "count", "errors", "median", "p95")]
    for method, route, count, errors, median, p95 in rows:
        times = ["-" if value is None else "%.1f" % value for value in (median, p95)]
        lines.append("%-6s %-24s %6d %6d %9s %9s" % (method, route, count, errors, *times))
    return "\n".join(lines)
