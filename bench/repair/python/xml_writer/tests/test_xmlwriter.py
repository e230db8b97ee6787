import unittest

from xmlwriter import Element, escape_attribute, escape_text, write


class Visible(unittest.TestCase):
    def test_empty(self):
        self.assertEqual(write(Element("br")), "<br/>\n")

    def test_text(self):
        e = Element("p")
        e.add('1 < 2 & "so on"')
        self.assertEqual(write(e), '<p>1 &lt; 2 &amp; "so on"</p>\n')

    def test_nested(self):
        e = Element("a")
        e.add(Element("b", {"n": 1}))
        self.assertEqual(write(e), '<a>\n  <b n="1"/>\n</a>\n')

    def test_mixed(self):
        e = Element("p")
        e.add("see ")
        e.add(Element("b")).add("this")
        self.assertEqual(write(e), "<p>see <b>this</b></p>\n")

    def test_escapes(self):
        self.assertEqual(escape_text("a>b"), "a&gt;b")
        self.assertEqual(escape_attribute('"\n'), "&quot;&#10;")

    def test_attributes(self):
        e = Element("input", {"checked": True}).set("x", 1).set("x", None)
        self.assertEqual(write(e), '<input checked="checked"/>\n')

    def test_quoted_attribute(self):
        self.assertEqual(write(Element("q", {"title": 'a "b" & c'})), '<q title="a &quot;b&quot; &amp; c"/>\n')
