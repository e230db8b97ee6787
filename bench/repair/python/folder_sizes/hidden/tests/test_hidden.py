import unittest

import folders


class Hidden(unittest.TestCase):
    def test_find_all(self):
        tree = {"a": {"b": {}, "c": {"d": 1, "e": {"f": 2}}}, "g": {"h": {"i": 3}}, "j": 4, "k": {"j": 5, "l": 6}}
        for path in folders.walk(tree):
            name = path.split("/")[-1]
            if path != "k/j":
                self.assertEqual(folders.find(tree, name), path)
        self.assertIsNone(folders.find(tree, "z"))
        self.assertIsNone(folders.find({}, "z"))
        self.assertEqual(folders.find({"p": {"q": {}}, "q": 1}, "q"), "p/q")

    def test_others(self):
        self.assertIsNone(folders.largest({"a": {}}))
        self.assertEqual(folders.largest({"a": {"b": 0}, "c": 0}), ("a/b", 0))
        self.assertEqual(folders.total({"a": {"b": {}}}), 0)
