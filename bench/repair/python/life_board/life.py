def parse(text):
    return {(x, y) for y, row in enumerate(text.split()) for x, c in enumerate(row) if c == "#"}


class Life:
    """Conway's game on a torus."""

    def __init__(self, width, height, alive=()):
        self.width = width
        self.height = height
        self.alive = set(alive)
        self.age = 0

    def near(self, x, y):
        for dy in (-1, 0, 1):
            for dx in (-1, 0, 1):
                if dx or dy:
                    yield (x + dx) % self.width, (y + dy) % self.height

    def count(self, x, y):
        return sum(cell in self.alive for cell in self.near(x, y))

    def step(self):
        after = set()
        for y in range(self.height):
            for x in range(self.width):
                n = self.count(x, y)
                if n == 3 or n == 2:
                    after.add((x, y))
        self.alive = after
        self.age += 1

    def run(self, steps):
        """Stops early when nothing changes any more; returns the steps made."""
        for done in range(steps):
            before = self.alive
            self.step()
            if self.alive == before:
                return done
        return steps

    def __str__(self):
        return "\n".join("".join("#" if (x, y) in self.alive else "." for x in range(self.width)) for y in range(self.height))
