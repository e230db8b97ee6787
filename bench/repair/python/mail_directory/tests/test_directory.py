import unittest

from directory import Directory, Duplicate, normalise


class Visible(unittest.TestCase):
    def setUp(self):
        self.directory = Directory()
        self.directory.add("Ada@Example.org", "Ada")
        self.directory.add("bob@example.org", "Bob")

    def test_normalise(self):
        self.assertEqual(normalise(" Ada+news@Example.ORG "), "ada@example.org")
        for bad in ["ada", "@x", "ada@"]:
            with self.assertRaises(ValueError):
                normalise(bad)

    def test_find(self):
        self.assertEqual(self.directory.find("ADA@example.org"), "Ada")
        self.assertIsNone(self.directory.find("eve@example.org"))

    def test_twice(self):
        with self.assertRaises(Duplicate):
            self.directory.add("ada+x@example.org", "Other")

    def test_rename(self):
        self.directory.rename("bob@EXAMPLE.org", "Robert")
        self.assertEqual(self.directory.find("bob@example.org"), "Robert")

    def test_groups(self):
        self.directory.join("team", "bob@example.org")
        self.directory.join("team", "ada@example.org")
        self.directory.join("team", "bob@example.org")
        self.assertEqual(self.directory.members("team"), ["Bob", "Ada"])

    def test_joins_once(self):
        self.directory.join("team", "Ada@Example.org")
        self.directory.join("team", "Ada@Example.org")
        self.assertEqual(self.directory.members("team"), ["Ada"])

    def test_remove(self):
        self.directory.join("team", "ada@example.org")
        self.assertTrue(self.directory.remove("Ada@example.org"))
        self.assertFalse(self.directory.remove("Ada@example.org"))
        self.assertEqual(self.directory.members("team"), [])
