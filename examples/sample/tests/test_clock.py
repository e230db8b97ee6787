import unittest

from tally.clock import format_hours, format_time, parse_time


class ParseTime(unittest.TestCase):
    def test_hours_and_minutes(self):
        self.assertEqual(parse_time("09:30"), 570)
        self.assertEqual(parse_time("9:05"), 545)

    def test_midnight_at_both_ends(self):
        self.assertEqual(parse_time("00:00"), 0)
        self.assertEqual(parse_time("24:00"), 1440)

    def test_refuses_what_is_no_time(self):
        for text in ("", "9", "09.30", "ab:cd", "09:3", "-1:00", "09:60", "24:01", "25:00"):
            with self.subTest(text=text), self.assertRaises(ValueError):
                parse_time(text)


class Format(unittest.TestCase):
    def test_time(self):
        self.assertEqual(format_time(570), "09:30")
        self.assertEqual(format_time(0), "00:00")

    def test_hours(self):
        self.assertEqual(format_hours(75), "1.25")
        self.assertEqual(format_hours(600), "10.00")
