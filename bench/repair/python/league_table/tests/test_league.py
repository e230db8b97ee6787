import unittest

from league import show, table


def names(games):
    return [row.name for row in table(games)]


class LeagueTest(unittest.TestCase):
    def test_points(self):
        rows = {r.name: r for r in table([("A", 1, "B", 1), ("A", 2, "C", 0)])}
        self.assertEqual([rows[n].points for n in "ABC"], [4, 1, 0])

    def test_winner_first(self):
        self.assertEqual(names([("A", 0, "B", 1)]), ["B", "A"])

    def test_difference(self):
        self.assertEqual(names([("A", 1, "B", 0), ("C", 3, "D", 0)]), ["C", "A", "B", "D"])

    def test_draws_by_name(self):
        self.assertEqual(names([("Z", 1, "Y", 1)]), ["Y", "Z"])

    def test_show(self):
        self.assertEqual(show([("Ajax", 2, "Bo", 0)]), " 1. Ajax        3 +2\n 2. Bo          0 -2")

    def test_goals(self):
        self.assertEqual(names([("A", 0, "B", 0), ("C", 2, "D", 2)]), ["C", "D", "A", "B"])
