"""Rows as a table of text, numbers to the right."""


def is_number(text):
    try:
        float(text)
    except ValueError:
        return False
    return True


def widths(rows):
    columns = max(len(row) for row in rows)
    found = [0] * columns
    for row in rows:
        for at, cell in enumerate(row):
            found[at] = max(found[at], len(cell))
    return found


def render(rows, gap=2):
    if not rows:
        return ""
    rows = [[str(cell) for cell in row] for row in rows]
    sizes = widths(rows)
    lines = []
    for row in rows:
        cells = []
        for cell, size in zip(row, sizes):
            if is_number(cell):
                cells.append(cell.center(size))
            else:
                cells.append(cell.ljust(size))
        lines.append((" " * gap).join(cells).rstrip())
    return "\n".join(lines)
