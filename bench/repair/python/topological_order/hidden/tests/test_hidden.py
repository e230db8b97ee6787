import unittest

import graph


class Hidden(unittest.TestCase):
    def test_more(self):
        self.assertEqual(graph.levels({"x": []}), {"x": 0})
        self.assertEqual(graph.levels({"a": ["b"], "d": ["a", "b"]}), {"b": 0, "a": 1, "d": 2})
