import unittest

import text_


class Visible(unittest.TestCase):
    def test_initials(self):
        self.assertEqual(text_.initials("Ada King Lovelace"), "A.K.L.")
        self.assertEqual(text_.initials("ada"), "A.")

    def test_shorten(self):
        self.assertEqual(text_.shorten("hello world", 8), "hello...")
        self.assertEqual(text_.shorten("hello", 5), "hello")

    def test_indent(self):
        self.assertEqual(text_.indent("a\nb", 2), "  a\n  b")
