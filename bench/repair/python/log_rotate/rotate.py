"""Keeps a log in files of limited size: `name`, `name.1` (the newest old
one), `name.2` and so on. Sizes are given as people write them."""

UNITS = {"": 1, "B": 1, "KB": 1000, "MB": 1000 ** 2, "KIB": 1024, "MIB": 1024 ** 2}


def parse_size(text):
    """`10KiB`, `2 MB` or `300` as bytes: KB and MB are powers of 1000, KiB
    and MiB of 1024, in any case."""
    text = text.strip()
    digits = ""
    while len(digits) < len(text) and text[len(digits)].isdigit():
        digits += text[len(digits)]
    unit = text[len(digits):].strip().upper()
    if not digits or unit not in UNITS:
        raise ValueError(f"not a size: {text!r}")
    return int(digits) * UNITS[unit]


class RotatingLog:
    def __init__(self, limit, keep=2):
        self.limit = parse_size(limit)
        self.keep = keep
        self.current = []
        self.used = 0
        self.old = []

    def write(self, line):
        """Adds a line; a file never gets larger than the limit, measured in
        bytes of UTF-8 with the line feed."""
        size = len(line + "\n")
        if self.current and self.used + size > self.limit:
            self.rotate()
        self.current.append(line)
        self.used += size

    def rotate(self):
        self.old.insert(0, self.current)
        del self.old[self.keep:]
        self.current = []
        self.used = 0

    def files(self):
        names = ["log"] + [f"log.{i + 1}" for i in range(len(self.old))]
        return dict(zip(names, [self.current] + self.old))
