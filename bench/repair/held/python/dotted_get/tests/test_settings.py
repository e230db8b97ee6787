import unittest

from settings import get, merge, put


class SettingsTest(unittest.TestCase):
    def test_get(self):
        tree = {"screen": {"theme": "dark", "size": None}, "keys": 7}
        self.assertEqual(get(tree, "screen.theme"), "dark")
        self.assertEqual(get(tree, "screen.font", "mono"), "mono")

    def test_below_a_value(self):
        tree = {"screen": {"size": None}, "keys": 7}
        self.assertEqual(get(tree, "screen.size.width", 80), 80)
        self.assertEqual(get(tree, "keys.copy", "c"), "c")

    def test_put(self):
        tree = {}
        put(tree, "a.b.c", 1)
        self.assertEqual(tree, {"a": {"b": {"c": 1}}})

    def test_merge(self):
        self.assertEqual(merge({"a": {"x": 1, "y": 2}}, {"a": {"y": None}}), {"a": {"x": 1}})
