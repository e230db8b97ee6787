def distance(a, b):
    """Insertions, deletions and replacements that turn a into b."""
    before = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            cost = 0 if x == y else 1
            row.append(min(before[j] + 1, before[j - 1] + 1, before[j - 1] + cost))
        before = row
    return before[-1]


def closest(word, words, limit=2):
    """The nearest of the words, None if all are more than limit away; the first one wins."""
    best = None
    least = limit + 1
    for one in words:
        d = distance(word, one)
        if d < least:
            best, least = one, d
    return best


def similarity(a, b):
    if not a and not b:
        return 1.0
    return 1 - distance(a, b) / max(len(a), len(b))
