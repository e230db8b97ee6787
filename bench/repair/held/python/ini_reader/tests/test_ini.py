import unittest

import ini


class IniTest(unittest.TestCase):
    def test_sections(self):
        text = "a = 1\n[s]\nb=2\n# c = 3\n"
        self.assertEqual(ini.parse(text), {"": {"a": "1"}, "s": {"b": "2"}})

    def test_value_with_equals_sign(self):
        self.assertEqual(ini.parse("url = http://h/?q=1")[""]["url"], "http://h/?q=1")

    def test_errors(self):
        with self.assertRaises(ini.IniError):
            ini.parse("[s")
        with self.assertRaises(ini.IniError):
            ini.parse("word")

    def test_bool(self):
        sections = ini.parse("[s]\na = Yes\nb = off")
        self.assertTrue(ini.get_bool(sections, "s", "a"))
        self.assertFalse(ini.get_bool(sections, "s", "b", True))
        self.assertTrue(ini.get_bool(sections, "s", "c", True))
