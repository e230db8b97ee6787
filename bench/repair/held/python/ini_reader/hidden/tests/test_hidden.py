import unittest

import ini


class Hidden(unittest.TestCase):
    def test_many_equals_signs(self):
        parsed = ini.parse("f = a=b=c==\n[x]\nempty =\n e = m = c")[""]
        self.assertEqual(parsed, {"f": "a=b=c=="})
        parsed = ini.parse("f = a=b=c==\n[x]\nempty =\n e = m = c")["x"]
        self.assertEqual(parsed, {"empty": "", "e": "m = c"})

    def test_section_twice(self):
        self.assertEqual(ini.parse("[a]\nx=1\n[b]\n[a]\ny=2")["a"], {"x": "1", "y": "2"})
