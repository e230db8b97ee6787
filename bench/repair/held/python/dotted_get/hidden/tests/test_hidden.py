import unittest

from settings import get, merge, put


class Hidden(unittest.TestCase):
    def test_below_a_text(self):
        self.assertEqual(get({"name": "abc"}, "name.b", 5), 5)
        self.assertEqual(get({"name": "abc"}, "name", 5), "abc")
        self.assertIsNone(get({"list": ["x"]}, "list.x"))

    def test_values_that_are_false(self):
        self.assertEqual(get({"a": {"b": 0}}, "a.b", 1), 0)
        self.assertIsNone(get({"a": {"b": None}}, "a.b", 1))
        self.assertEqual(get({"a": {}}, "a", 1), {})

    def test_put_over_a_value(self):
        tree = {"a": 1}
        put(tree, "a.b", 2)
        self.assertEqual(get(tree, "a.b"), 2)
        self.assertEqual(merge(tree, {"a": 3}), {"a": 3})
