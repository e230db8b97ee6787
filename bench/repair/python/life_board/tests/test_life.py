import unittest

from life import Life, parse


class LifeTest(unittest.TestCase):
    def test_show(self):
        self.assertEqual(str(Life(3, 2, [(1, 0)])), ".#.\n...")

    def test_count_wraps(self):
        life = Life(5, 5, [(4, 4), (0, 4)])
        self.assertEqual(life.count(0, 0), 2)

    def test_lonely(self):
        life = Life(5, 5, [(2, 2)])
        life.step()
        self.assertEqual(life.alive, set())

    def test_corner_becomes_block(self):
        life = Life(6, 6, parse("...... .##... .#...."))
        life.step()
        self.assertEqual(life.alive, parse("...... .##... .##..."))

    def test_stops(self):
        life = Life(6, 6, parse("...... .##... .#...."))
        self.assertEqual(life.run(10), 1)
