import unittest

from crossword import Grid


class GridTest(unittest.TestCase):
    def test_place(self):
        grid = Grid(4, 2)
        self.assertTrue(grid.place("cat", 1, 0))
        self.assertEqual(str(grid), ".cat\n....")

    def test_outside(self):
        self.assertFalse(Grid(4, 2).place("cat", 9, 9))

    def test_sticks_out(self):
        grid = Grid(4, 2)
        self.assertFalse(grid.place("cat", 2, 0))
        self.assertEqual(grid.placed, [])

    def test_cross(self):
        grid = Grid(3, 3)
        grid.place("cat", 0, 0)
        self.assertEqual(grid.crossings("ape", 1, 0, down=True), 1)
        self.assertTrue(grid.place("ape", 1, 0, down=True))
        self.assertEqual(str(grid), "cat\n.p.\n.e.")

    def test_wrong_letter(self):
        grid = Grid(3, 3)
        grid.place("cat", 0, 0)
        self.assertFalse(grid.place("pea", 1, 0, down=True))
