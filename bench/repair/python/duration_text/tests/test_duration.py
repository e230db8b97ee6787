import unittest

import duration


class DurationTest(unittest.TestCase):
    def test_parse(self):
        self.assertEqual(duration.parse("1h30m"), 5400)
        self.assertEqual(duration.parse("2d 4h"), 187200)

    def test_parse_bad(self):
        for text in ("", "1x", "h", "10"):
            with self.assertRaises(ValueError):
                duration.parse(text)

    def test_clock(self):
        self.assertEqual(duration.clock(59), "00:00:59")
        self.assertEqual(duration.clock(61), "00:01:01")

    def test_clock_with_hours(self):
        self.assertEqual(duration.clock(3661), "01:01:01")
        self.assertEqual(duration.clock(90000), "25:00:00")

    def test_words(self):
        self.assertEqual(duration.words(93784), "1d 2h")
        self.assertEqual(duration.words(0), "0s")
