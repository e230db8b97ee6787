import unittest

from trie import Trie


class TrieTest(unittest.TestCase):
    def setUp(self):
        self.trie = Trie(["tea", "ten", "team", "to", "inn", "in", "tea"])

    def test_contains(self):
        self.assertIn("tea", self.trie)
        self.assertNotIn("te", self.trie)
        self.assertNotIn("teams", self.trie)

    def test_words(self):
        self.assertEqual(self.trie.words("te"), ["tea", "team", "ten"])
        self.assertEqual(self.trie.words("x"), [])

    def test_counts(self):
        self.assertEqual(self.trie.count("tea"), 2)
        self.assertEqual(self.trie.count_prefix("te"), 3)
        self.assertEqual(len(self.trie), 6)

    def test_complete(self):
        self.trie.add("ten", 5)
        self.assertEqual(self.trie.complete("te", 2), ["ten", "tea"])

    def test_remove(self):
        self.assertTrue(self.trie.remove("team"))
        self.assertFalse(self.trie.remove("team"))
        self.assertEqual(self.trie.words("t"), ["tea", "ten", "to"])

    def test_longest_prefix(self):
        self.assertEqual(self.trie.longest_prefix("teapot"), "tea")
        self.assertEqual(self.trie.longest_prefix("innkeeper"), "inn")
        self.assertIsNone(self.trie.longest_prefix("tram"))

    def test_match(self):
        self.assertEqual(self.trie.match("?n"), ["in"])
        self.assertEqual(self.trie.match("te?"), ["tea", "ten"])
