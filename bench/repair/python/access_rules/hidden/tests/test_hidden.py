import unittest

from access import Rule, allowed, load


class Hidden(unittest.TestCase):
    def test_covers(self):
        rule = Rule("allow", "*", "/a/b/")
        for path, want in (("/a/b", True), ("/a/b/", True), ("/a/b/c", True), ("/a/b/c/d", True), ("/a/bc", False),
                           ("/a/bc/d", False), ("/a", False), ("/a/b.txt", False), ("/x/a/b", False), ("/", False)):
            self.assertEqual(rule.covers("x", path), want, path)
        self.assertTrue(Rule("deny", "ada", "/").covers("ada", "/x"))
        self.assertTrue(Rule("deny", "ada", "/").covers("ada", "/"))
        self.assertFalse(Rule("deny", "ada", "/").covers("bob", "/x"))

    def test_allowed(self):
        rules = load("allow * /\ndeny * /s\nallow x /s/t\ndeny x /s/t/u\nallow x /s/t/u")
        self.assertTrue(allowed(rules, "x", "/s/t/u/v"))
        self.assertFalse(allowed(rules, "y", "/s/t"))
        self.assertTrue(allowed(rules, "y", "/st"))
        self.assertTrue(allowed(rules, "x", "/s/t"))
        self.assertFalse(allowed(rules, "x", "/s/tt"))
