class Grid:
    def __init__(self, width, height):
        self.width = width
        self.height = height
        self.letters = {}
        self.placed = []

    def cells(self, word, x, y, down):
        dx, dy = (0, 1) if down else (1, 0)
        return [(x + i * dx, y + i * dy) for i in range(len(word))]

    def inside(self, cell):
        return 0 <= cell[0] < self.width and 0 <= cell[1] < self.height

    def fits(self, word, x, y, down=False):
        """Every cell lies in the grid and is free or has this letter already."""
        cells = self.cells(word, x, y, down)
        if not any(self.inside(cell) for cell in cells):
            return False
        return all(self.letters.get(cell, c) == c for cell, c in zip(cells, word))

    def place(self, word, x, y, down=False):
        if not self.fits(word, x, y, down):
            return False
        self.letters.update(zip(self.cells(word, x, y, down), word))
        self.placed.append(word)
        return True

    def crossings(self, word, x, y, down=False):
        return sum(cell in self.letters for cell in self.cells(word, x, y, down))

    def __str__(self):
        return "\n".join("".join(self.letters.get((x, y), ".") for x in range(self.width)) for y in range(self.height))
