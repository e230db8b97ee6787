import unittest
import xml.dom.minidom

from xmlwriter import Element, write


class Hidden(unittest.TestCase):
    def test_back(self):
        for value in ['"', "a\nb", "a\tb", "&quot;", "<\">", "'", "", "&#10;", '""""', "x > y"]:
            e = Element("e", {"v": value, "w": "1"})
            e.add(value + ".")
            e.add(Element("f", {"v": value}))
            root = xml.dom.minidom.parseString(write(e)).documentElement
            self.assertEqual(root.getAttribute("v"), value)
            self.assertEqual(root.getAttribute("w"), "1")
            self.assertEqual(root.getElementsByTagName("f")[0].getAttribute("v"), value)
            self.assertEqual(root.firstChild.data, value + ".")

    def test_text_keeps_its_quotes(self):
        e = Element("e", {"a": True, "b": 'q"'})
        e.add('"\n\t"')
        self.assertEqual(write(e), '<e a="a" b="q&quot;">"\n\t"</e>\n')

    def test_lines(self):
        e = Element("a", {"n": "1\n2\t3"})
        e.add(Element("b", {"n": '"'})).add(Element("c"))
        self.assertEqual(write(e), '<a n="1&#10;2&#9;3">\n  <b n="&quot;">\n    <c/>\n  </b>\n</a>\n')
