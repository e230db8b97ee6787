import unittest

from crossword import Grid


class Hidden(unittest.TestCase):
    def test_everywhere(self):
        for word in ("a", "ab", "aba", "abab"):
            for x in range(-4, 6):
                for y in range(-4, 6):
                    for down in (False, True):
                        grid = Grid(4, 3)
                        grid.letters[(1, 1)] = "b"
                        want = True
                        for i, c in enumerate(word):
                            cx, cy = (x, y + i) if down else (x + i, y)
                            if cx < 0 or cy < 0 or cx > 3 or cy > 2 or (cx, cy) == (1, 1) and c != "b":
                                want = False
                        self.assertEqual(grid.fits(word, x, y, down), want, (word, x, y, down))
                        self.assertEqual(grid.place(word, x, y, down), want)
                        self.assertEqual(grid.placed, [word] if want else [])
