import unittest

from access import allowed, load

RULES = load("""
allow * /              # all may read
deny  * /admin
allow ada /admin
allow * /admin/help
""")


class AccessTest(unittest.TestCase):
    def test_all(self):
        self.assertTrue(allowed(RULES, "bob", "/news"))

    def test_denied(self):
        self.assertFalse(allowed(RULES, "bob", "/admin/users"))

    def test_later_rule(self):
        self.assertTrue(allowed(RULES, "ada", "/admin"))

    def test_longer_path(self):
        self.assertTrue(allowed(RULES, "bob", "/admin/help"))

    def test_name_that_only_begins_so(self):
        self.assertTrue(allowed(RULES, "bob", "/administration"))

    def test_no_rule(self):
        self.assertFalse(allowed([], "ada", "/"))

    def test_bad_effect(self):
        with self.assertRaises(ValueError):
            load("permit * /")
