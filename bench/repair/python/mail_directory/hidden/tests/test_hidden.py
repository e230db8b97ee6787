import unittest

from directory import Directory


class Hidden(unittest.TestCase):
    def test_all_spellings(self):
        d = Directory()
        d.add("Ada@X.org", "Ada")
        d.add("bob@x.org", "Bob")
        for a in ["ADA@x.org", "ada@x.org", "ada+1@X.org", " ada@x.org ", "Ada@X.org"]:
            d.join("a", a)
            d.join("b", a)
            d.join("a", a)
        d.join("a", "BOB@x.org")
        self.assertEqual(d.groups, {"a": ["ada@x.org", "bob@x.org"], "b": ["ada@x.org"]})
        self.assertEqual(d.members("a"), ["Ada", "Bob"])
        d.remove("aDa+2@x.org")
        self.assertEqual(d.groups, {"a": ["bob@x.org"], "b": []})
        self.assertEqual(d.members("a"), ["Bob"])
        with self.assertRaises(KeyError):
            d.join("a", "ada@x.org")
        d.add("ada@x.org", "Ada II")
        d.join("b", "ADA@x.org")
        self.assertEqual(d.members("b"), ["Ada II"])
