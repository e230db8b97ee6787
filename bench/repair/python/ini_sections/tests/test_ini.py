import unittest

import ini


class IniTest(unittest.TestCase):
    def test_sections(self):
        self.assertEqual(ini.parse("a=1\n[s]\nb=2\n"), {"": {"a": "1"}, "s": {"b": "2"}})

    def test_comments(self):
        self.assertEqual(ini.parse("# no\n; neither\n\n"), {"": {}})

    def test_spaces(self):
        self.assertEqual(ini.parse("Name = Ada \n"), {"": {"name": "Ada"}})

    def test_quotes(self):
        self.assertEqual(ini.parse('a=" x "')[""]["a"], " x ")

    def test_quotes_after_space(self):
        self.assertEqual(ini.parse('pad = "  "')[""]["pad"], "  ")

    def test_get(self):
        sections = ini.parse("[db.main]\nhost=localhost\n")
        self.assertEqual(ini.get(sections, "db.main.Host"), "localhost")
        self.assertEqual(ini.get(sections, "db.host", "?"), "?")

    def test_error(self):
        with self.assertRaises(ini.IniError) as caught:
            ini.parse("a=1\nb\n")
        self.assertEqual(caught.exception.line, 2)
