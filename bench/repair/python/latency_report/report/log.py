import re
from collections import namedtuple

Record = namedtuple("Record", "time method path status millis")

LINE = re.compile(r"(\d+) (GET|POST|PUT|DELETE) (\S+) (\d{3}) (\d+(?:\.\d+)?)(ms|s)$")


def parse_line(line):
    """`SECONDS METHOD PATH STATUS TIME`, TIME with its unit; None for other lines."""
    match = LINE.match(line.strip())
    if not match:
        return None
    time, method, path, status, amount, unit = match.groups()
    millis = float(amount) * (1000 if unit == "s" else 1)
    return Record(int(time), method, path.split("?")[0], int(status), millis)


def parse(text):
    records = [parse_line(line) for line in text.splitlines()]
    return [record for record in records if record is not None]
