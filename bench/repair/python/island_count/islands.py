STEPS = ((0, 1), (1, 0), (0, -1), (-1, 0))


def cells_of(rows, land="#"):
    return {(y, x) for y, row in enumerate(rows) for x, c in enumerate(row) if c == land}


def flood(start, cells):
    """All cells that can be reached from start, in the order they were found."""
    seen = set()
    order = [start]
    for y, x in order:
        for dy, dx in STEPS:
            cell = (y + dy, x + dx)
            if cell in cells and cell not in seen:
                seen.add(cell)
                order.append(cell)
    return order


def islands(rows):
    """The sizes of the islands, the largest first."""
    cells = cells_of(rows)
    sizes = []
    while cells:
        island = flood(min(cells), cells)
        sizes.append(len(island))
        cells -= set(island)
    return sorted(sizes, reverse=True)


def perimeter(rows):
    cells = cells_of(rows)
    return sum((y + dy, x + dx) not in cells for y, x in cells for dy, dx in STEPS)
