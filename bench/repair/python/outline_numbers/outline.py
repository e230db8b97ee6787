"""Numbers for the headings of a document, and its table of contents."""
import re

HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")


def headings(text):
    """(level, title) of each heading; what is between ``` fences is code."""
    found = []
    code = False
    for line in text.splitlines():
        if line.startswith("```"):
            code = not code
            continue
        match = HEADING.match(line)
        if match and not code:
            found.append((len(match.group(1)), match.group(2)))
    return found


class Numbering:
    def __init__(self):
        self.counters = []

    def next(self, level):
        """The number of the next heading of that level: 1, 1.1, 1.2, 2 ...
        A level that was left out counts as 0."""
        while len(self.counters) < level:
            self.counters.append(0)
        self.counters[level - 1] += 1
        return ".".join(str(n) for n in self.counters)


def anchor(title, used):
    """A name for links that nothing else in `used` has."""
    base = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "section"
    name, n = base, 1
    while name in used:
        n += 1
        name = f"{base}-{n}"
    used.add(name)
    return name


def contents(text, depth=3):
    numbering = Numbering()
    used = set()
    lines = []
    for level, title in headings(text):
        number = numbering.next(level)
        name = anchor(title, used)
        if level <= depth:
            lines.append(f"{'  ' * (level - 1)}{number} {title} (#{name})")
    return lines
