import unittest

from trie import Trie


class Hidden(unittest.TestCase):
    def test_repeats(self):
        trie = Trie()
        for _ in range(3):
            trie.add("ab")
        trie.add("abc", 4)
        trie.add("abc")
        self.assertEqual(len(trie), 2)
        self.assertEqual(trie.count("ab"), 3)
        self.assertEqual(trie.count("abc"), 5)
        for prefix, want in (("", 2), ("a", 2), ("ab", 2), ("abc", 1), ("b", 0), ("abcd", 0)):
            self.assertEqual(trie.count_prefix(prefix), want, prefix)

    def test_remove_all(self):
        trie = Trie(["ab", "ab", "abc"])
        self.assertTrue(trie.remove("ab"))
        self.assertEqual(len(trie), 1)
        self.assertEqual(trie.words(), ["abc"])
        self.assertTrue(trie.remove("abc"))
        self.assertEqual(len(trie), 0)
        self.assertEqual(trie.count_prefix("a"), 0)
        trie.add("abc")
        self.assertEqual(len(trie), 1)
        self.assertEqual(trie.count("abc"), 1)

    def test_errors(self):
        trie = Trie()
        for word, count in (("", 1), ("a", 0), ("a", -1)):
            with self.assertRaises(ValueError):
                trie.add(word, count)
        self.assertEqual(len(trie), 0)
