import unittest

from islands import cells_of, islands, perimeter


class IslandsTest(unittest.TestCase):
    def test_cells(self):
        self.assertEqual(cells_of([".#", "#."]), {(0, 1), (1, 0)})

    def test_no_land(self):
        self.assertEqual(islands(["...", "..."]), [])

    def test_single_cells(self):
        self.assertEqual(islands(["#.#", ".#."]), [1, 1, 1])

    def test_line(self):
        self.assertEqual(islands(["#.", "#.", "#."]), [3])

    def test_block(self):
        self.assertEqual(islands(["#..", "..#", ".##"]), [3, 1])

    def test_square(self):
        self.assertEqual(islands([".##", ".##"]), [4])

    def test_perimeter(self):
        self.assertEqual(perimeter(["##", "#."]), 8)
