import unittest

from ranking import count, elected, ranking, table


class Visible(unittest.TestCase):
    def test_count(self):
        ballots = [["ada", "bob"], ["ada", "ada"], ["eve", "ada"], []]
        self.assertEqual(count(ballots, ["ada", "bob", "cid"]), {"ada": 2, "bob": 1, "cid": 0})

    def test_ranks(self):
        self.assertEqual([(p.rank, p.name) for p in ranking({"a": 1, "b": 3, "c": 2})], [(1, "b"), (2, "c"), (3, "a")])

    def test_no_votes(self):
        self.assertEqual(ranking({}), [])

    def test_shared(self):
        self.assertEqual([p.rank for p in ranking({"a": 5, "b": 2, "c": 2, "d": 1})], [1, 2, 2, 4])

    def test_table(self):
        self.assertEqual(table({"bob": 2, "ada": 2}), ["1. ada (2)", "1. bob (2)"])

    def test_elected(self):
        votes = {"a": 5, "b": 2, "c": 2, "d": 1}
        self.assertEqual(elected(votes, 1), (["a"], []))
        self.assertEqual(elected(votes, 2), (["a"], ["b", "c"]))
        self.assertEqual(elected(votes, 3), (["a", "b", "c"], []))
        self.assertEqual(elected(votes, 9), (["a", "b", "c", "d"], []))
