import unittest

from words import QuoteError, join, split


class SplitTest(unittest.TestCase):
    def test_plain(self):
        self.assertEqual(split("ls -l  /tmp\n"), ["ls", "-l", "/tmp"])

    def test_quotes(self):
        self.assertEqual(split("a 'b c' \"d \\\" e\" "), ["a", "b c", 'd " e'])

    def test_empty_word(self):
        self.assertEqual(split("a '' b "), ["a", "", "b"])

    def test_empty_word_last(self):
        self.assertEqual(split('a ""'), ["a", ""])

    def test_comment(self):
        self.assertEqual(split("make all # everything"), ["make", "all"])

    def test_open_quote(self):
        with self.assertRaises(QuoteError):
            split("echo 'x")

    def test_two_in_a_row(self):
        self.assertEqual(split("one two\tthree\n"), ["one", "two", "three"])

    def test_join(self):
        self.assertEqual(join(["a", "b c", ""]), "a 'b c' ''")
