import unittest

from template import MissingValue, names, render


class Hidden(unittest.TestCase):
    def test_many(self):
        values = {"a": "x", "b": {"c": "Yy", "d": {"e": 5}}, "long name": "ok"}
        self.assertEqual(render("{{a}}{{a}}{{ a }}", values), "xxx")
        self.assertEqual(render("{{b.c|upper}}, {{ b.c | lower }}; {{b.d.e}}", values), "YY, yy; 5")
        self.assertEqual(render("{{ long name }}{{a}}", values), "okx")
        self.assertEqual(render("{ {a} } {{a}}\n{{ a }}}", values), "{ {a} } x\nx}")
        self.assertEqual(render("{{}} {{a}", values), "{{}} {{a}")

    def test_names(self):
        self.assertEqual(names("{{ a }} {{b.c | upper}} {{a|lower}}{{ d }}"), ["a", "b.c", "d"])
        self.assertEqual(names(""), [])

    def test_missing(self):
        for path in ("x", "a.b", "b.x", "b.d.e.f"):
            with self.assertRaises(MissingValue):
                render("{{ a }}{{ %s }}" % path, {"a": 1, "b": {"d": {"e": 1}}})
