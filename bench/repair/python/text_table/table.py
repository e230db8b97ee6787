def widths(rows):
    """The width of each column; short rows are allowed."""
    out = []
    for row in rows:
        for i, cell in enumerate(row):
            if i == len(out):
                out.append(0)
            out[i] = max(out[i], len(str(cell)))
    return out


def is_number(cell):
    return isinstance(cell, (int, float)) and not isinstance(cell, bool)


def line(row, sizes):
    cells = []
    for cell, size in zip(row, sizes):
        text = str(cell)
        cells.append(text.rjust(size) if is_number(cell) else text.ljust(size))
    return " | ".join(cells).rstrip()


def table(head, rows):
    sizes = widths([head])
    rule = "-+-".join("-" * size for size in sizes)
    return "\n".join([line(head, sizes), rule] + [line(row, sizes) for row in rows])
