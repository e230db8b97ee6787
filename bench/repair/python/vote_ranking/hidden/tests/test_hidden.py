import random
import unittest

from ranking import ranking, table


class Hidden(unittest.TestCase):
    def test_many(self):
        rng = random.Random(1)
        for _ in range(200):
            votes = {name: rng.randint(0, 4) for name in "abcdefgh"[:rng.randint(1, 8)]}
            places = ranking(votes)
            self.assertEqual([p.name for p in places], sorted(votes, key=lambda n: (-votes[n], n)))
            for p in places:
                self.assertEqual(p.votes, votes[p.name])
                self.assertEqual(p.rank, 1 + sum(v > p.votes for v in votes.values()))

    def test_ranks(self):
        for votes, ranks in [([3, 3, 3, 1], [1, 1, 1, 4]), ([3, 3, 2, 2, 1], [1, 1, 3, 3, 5]), ([0, 0], [1, 1]),
                             ([9, 8, 8, 8, 7, 7, 6], [1, 2, 2, 2, 5, 5, 7])]:
            self.assertEqual([p.rank for p in ranking(dict(zip("abcdefgh", votes)))], ranks)
        self.assertEqual(table({"z": 0, "y": 1, "x": 1}), ["1. x (1)", "1. y (1)", "3. z (0)"])
