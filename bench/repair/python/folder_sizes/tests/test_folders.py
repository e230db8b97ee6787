import unittest

import folders

TREE = {
    "etc": {"hosts": 10, "ssh": {"config": 30}},
    "home": {"ada": {"notes": 200, "todo": 5}},
    "swap": 100,
}


class FoldersTest(unittest.TestCase):
    def test_total(self):
        self.assertEqual(folders.total(TREE), 345)

    def test_find_file(self):
        self.assertEqual(folders.find(TREE, "config"), "etc/ssh/config")

    def test_find_later(self):
        self.assertEqual(folders.find(TREE, "todo"), "home/ada/todo")

    def test_find_nothing(self):
        self.assertIsNone(folders.find(TREE, "passwd"))

    def test_walk(self):
        self.assertEqual(list(folders.walk({"b": 1, "a": {"c": 2}})), ["a", "a/c", "b"])

    def test_largest(self):
        self.assertEqual(folders.largest(TREE), ("home/ada/notes", 200))
