import unittest

import graph


class Visible(unittest.TestCase):
    def test_order(self):
        self.assertEqual(graph.order({"a": ["b"], "b": ["c"]}), ["c", "b", "a"])

    def test_cycle(self):
        with self.assertRaises(graph.Cycle):
            graph.order({"a": ["b"], "b": ["a"]})

    def test_levels(self):
        self.assertEqual(graph.levels({"a": ["b", "c"], "b": ["c"]}), {"c": 0, "b": 1, "a": 2})
