import unittest

from distance import closest, distance, similarity


class DistanceTest(unittest.TestCase):
    def test_same(self):
        self.assertEqual(distance("abc", "abc"), 0)

    def test_empty(self):
        self.assertEqual(distance("", "abc"), 3)
        self.assertEqual(distance("abc", ""), 3)

    def test_kitten(self):
        self.assertEqual(distance("kitten", "sitting"), 3)

    def test_insert(self):
        self.assertEqual(distance("ab", "aab"), 1)

    def test_closest(self):
        self.assertEqual(closest("comit", ["push", "commit", "comet"]), "commit")
        self.assertIsNone(closest("x", ["status"]))

    def test_similarity(self):
        self.assertEqual(similarity("", ""), 1.0)
        self.assertEqual(similarity("ab", "ac"), 0.5)
