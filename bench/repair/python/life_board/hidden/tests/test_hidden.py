import random
import unittest

from life import Life, parse


def slow(width, height, alive):
    out = set()
    for x in range(width):
        for y in range(height):
            n = 0
            for i in (-1, 0, 1):
                for j in (-1, 0, 1):
                    if (i, j) != (0, 0) and ((x + i) % width, (y + j) % height) in alive:
                        n += 1
            if (x, y) in alive and n in (2, 3) or (x, y) not in alive and n == 3:
                out.add((x, y))
    return out


class Hidden(unittest.TestCase):
    def test_random(self):
        rng = random.Random(3)
        for _ in range(40):
            w, h = rng.randint(3, 8), rng.randint(3, 8)
            cells = {(x, y) for x in range(w) for y in range(h) if rng.random() < 0.4}
            life = Life(w, h, cells)
            for age in range(1, 5):
                cells = slow(w, h, cells)
                life.step()
                self.assertEqual(life.alive, cells)
                self.assertEqual(life.age, age)

    def test_blinker(self):
        life = Life(7, 7, parse("....... ....... ..###.."))
        self.assertEqual(life.run(9), 9)
        self.assertEqual(life.alive, {(3, 1), (3, 2), (3, 3)})
