"""Versions like 1.4.2 or 2.0.0-beta.3, and ranges like `>=1.2 <2`, `^1.4`, `~1.4.2`, `1.x || >=3`."""

import functools
import re

PATTERN = re.compile(r"v?(\d+)(?:\.(\d+|x))?(?:\.(\d+|x))?(?:-([0-9A-Za-z.-]+))?$")


@functools.total_ordering
class Version:
    def __init__(self, major, minor=0, patch=0, pre=()):
        self.numbers = (major, minor, patch)
        self.pre = tuple(pre)

    @classmethod
    def parse(cls, text):
        match = PATTERN.match(text.strip())
        if not match or "x" in match.groups()[:3]:
            raise ValueError("not a version: " + text)
        major, minor, patch, pre = match.groups()
        return cls(int(major), int(minor or 0), int(patch or 0), pre.split(".") if pre else ())

    def _key(self):
        # a release comes after all its previews, numbers before words
        pre = tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in self.pre)
        return (self.numbers, not self.pre, pre)

    def __eq__(self, other):
        return self._key() == other._key()

    def __lt__(self, other):
        return self._key() < other._key()

    def __hash__(self):
        return hash(self._key())

    def __str__(self):
        text = ".".join(str(number) for number in self.numbers)
        return text + ("-" + ".".join(self.pre) if self.pre else "")


def _bounds(word):
    """The least version and the first that is too new (None: no limit) for `^`, `~` and `1.x`."""
    caret, tilde = word.startswith("^"), word.startswith("~")
    match = PATTERN.match(word.lstrip("^~"))
    if not match:
        raise ValueError("not a range: " + word)
    parts = [int(part) for part in match.groups()[:3] if part not in (None, "x")]
    low = Version(*parts, pre=match.group(4).split(".") if match.group(4) else ())
    major, minor, patch = low.numbers
    if caret:
        if major > 0 or len(parts) == 1:
            return low, Version(major + 1)
        if len(parts) == 2:
            return low, Version(0, minor + 1)
        return low, Version(0, 0, patch + 1)
    if len(parts) == 1:
        return low, Version(major + 1)
    if tilde or len(parts) == 2:
        return low, Version(major, minor + 1)
    return low, None


def _test(word, version):
    if word in ("*", "x"):
        return True
    for sign in (">=", "<=", ">", "<", "="):
        if word.startswith(sign):
            other = Version.parse(word[len(sign):])
            return {">=": version >= other, "<=": version <= other, ">": version > other,
                    "<": version < other, "=": version == other}[sign]
    low, high = _bounds(word)
    if high is None:
        return version == low
    return low <= version < high


def satisfies(version, text):
    """Is the version in the range? Alternatives are divided by `||`, conditions by spaces."""
    version = Version.parse(version) if isinstance(version, str) else version
    return any(all(_test(word, version) for word in part.split()) for part in text.split("||"))


def newest(versions, text):
    found = [Version.parse(version) for version in versions]
    found = [version for version in found if satisfies(version, text)]
    return str(max(found)) if found else None
