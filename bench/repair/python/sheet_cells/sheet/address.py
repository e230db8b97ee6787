import re

PATTERN = re.compile(r"([A-Z]+)([1-9][0-9]*)$")


def parse(text):
    """(column, row) of an address like B7, both from 0."""
    match = PATTERN.match(text.upper())
    if not match:
        raise ValueError("bad address: " + text)
    column = 0
    for letter in match.group(1):
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1, int(match.group(2)) - 1


def name(column, row):
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters + str(row + 1)


def cells(text):
    """The addresses of a range like A1:B3, by rows; its corners may be any two opposite ones."""
    left, _, right = text.partition(":")
    (c1, r1), (c2, r2) = parse(left), parse(right or left)
    for row in range(min(r1, r2), max(r1, r2) + 1):
        for column in range(min(c1, c2), max(c1, c2) + 1):
            yield name(column, row)
