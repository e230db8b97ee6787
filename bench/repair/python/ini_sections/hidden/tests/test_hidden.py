import unittest

import ini


class Hidden(unittest.TestCase):
    def test_spacing(self):
        for before in ("", " ", "\t"):
            for after in ("", " ", "  "):
                for value, want in (("x", "x"), ('"x"', "x"), ('" x"', " x"), ("", ""), ('"', '"'), ('""', ""), ("a=b", "a=b"), ("A b", "A b")):
                    line = before + "Key" + before + "=" + after + value + after
                    self.assertEqual(ini.parse(line), {"": {"key": want}}, repr(line))

    def test_section_names(self):
        self.assertEqual(ini.parse("[ A b ]\nx=1\n[c]\ny=2\n[A b]\nz=3"), {"": {}, "A b": {"x": "1", "z": "3"}, "c": {"y": "2"}})
        with self.assertRaises(ini.IniError) as caught:
            ini.parse("\n\n[a")
        self.assertEqual(str(caught.exception), "line 3: missing ]")
