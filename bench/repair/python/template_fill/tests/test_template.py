import unittest

from template import MissingValue, names, render


class TemplateTest(unittest.TestCase):
    def test_plain(self):
        self.assertEqual(render("no places", {}), "no places")

    def test_one(self):
        self.assertEqual(render("Dear {{ name }},", {"name": "Ada"}), "Dear Ada,")

    def test_filter(self):
        self.assertEqual(render("{{ name | trim|upper }}!", {"name": " ada "}), "ADA!")

    def test_path(self):
        self.assertEqual(render("{{a.b}}", {"a": {"b": 0}}), "0")

    def test_missing(self):
        with self.assertRaises(MissingValue):
            render("{{ nobody }}", {"name": "Ada"})

    def test_several(self):
        self.assertEqual(render("{{ a }} and {{ b }}", {"a": 1, "b": 2}), "1 and 2")
