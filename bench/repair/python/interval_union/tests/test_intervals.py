import unittest

from intervals import covered, gaps, merge


class MergeTest(unittest.TestCase):
    def test_nothing(self):
        self.assertEqual(merge([]), [])

    def test_overlap(self):
        self.assertEqual(merge([(3, 6), (1, 4)]), [(1, 6)])

    def test_apart(self):
        self.assertEqual(merge([(5, 6), (1, 2)]), [(1, 2), (5, 6)])

    def test_backwards(self):
        with self.assertRaises(ValueError):
            merge([(2, 1)])

    def test_covered(self):
        self.assertEqual(covered([(0, 10), (2, 3), (12, 15)]), 13)

    def test_gaps(self):
        self.assertEqual(gaps([(2, 4), (6, 7)], 0, 10), [(0, 2), (4, 6), (7, 10)])
