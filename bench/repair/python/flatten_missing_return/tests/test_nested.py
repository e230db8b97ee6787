import unittest

import nested


class Visible(unittest.TestCase):
    def test_depth(self):
        self.assertEqual(nested.depth([1, [2, []]]), 3)

    def test_flatten(self):
        self.assertEqual(nested.flatten([1, [2, [3, 4]], 5]), [1, 2, 3, 4, 5])

    def test_leaves(self):
        self.assertEqual(nested.leaves([[1, 2], [3]]), 3)
