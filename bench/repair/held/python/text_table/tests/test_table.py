import unittest

from table import render


class TableTest(unittest.TestCase):
    def test_text_to_the_left(self):
        self.assertEqual(render([["a", "b"], ["long", "c"]]), "a     b\nlong  c")

    def test_numbers_to_the_right(self):
        self.assertEqual(render([["pen", 7], ["paper", 1200]]), "pen       7\npaper  1200")

    def test_nothing(self):
        self.assertEqual(render([]), "")
