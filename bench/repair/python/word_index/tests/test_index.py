import unittest

from index import Index, words


class IndexTest(unittest.TestCase):
    def setUp(self):
        self.index = Index()
        self.index.add("one", "The red car")
        self.index.add("two", "Red, red wine")
        self.index.add("three", "A blue house")

    def test_words(self):
        self.assertEqual(words("The End of 2 Things"), ["end", "2", "things"])

    def test_pages_of(self):
        self.assertEqual(self.index.pages_of("Red"), ["one", "two"])
        self.assertEqual(self.index.pages_of("green"), [])

    def test_search(self):
        self.assertEqual(self.index.search("red"), ["two", "one"])

    def test_two_words(self):
        self.assertEqual(self.index.search("blue car"), ["one", "three"])

    def test_unknown_words(self):
        self.assertEqual(self.index.search("green house"), ["three"])

    def test_twice(self):
        with self.assertRaises(ValueError):
            self.index.add("one", "again")
