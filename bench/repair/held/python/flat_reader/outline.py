"""An outline: nested lists of titles, read as numbered lines."""


def numbered(items, prefix=()):
    """(number, title) of every item: "2.1" for the first below the second. A list after a title holds what is below it."""
    count = 0
    for item in items:
        if isinstance(item, list):
            yield numbered(item, prefix + (count,))
        else:
            count += 1
            yield ".".join(str(n) for n in prefix + (count,)), item


def text(items):
    lines = []
    for number, title in numbered(items):
        depth = number.count(".")
        lines.append("  " * depth + number + " " + title)
    return "\n".join(lines)


def depth(items):
    """How many levels there are."""
    below = [depth(item) for item in items if isinstance(item, list)]
    return 1 + max(below, default=0)
