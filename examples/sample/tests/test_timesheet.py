import unittest
from datetime import date

from tally.intervals import Interval
from tally.timesheet import LogError, by_day, clients, parse_line, parse_log

LOG = """\
# March
2026-03-02 09:00-10:15 acme    review of the import module
2026-03-02 10:15-11:00 acme    notes for the review
2026-03-02 13:30-14:10 globex  call

2026-03-01 08:00-09:00 acme
"""


class ParseLine(unittest.TestCase):
    def test_an_entry(self):
        entry = parse_line("2026-03-02 09:00-10:15 acme  review of imports")
        self.assertEqual(entry.day, date(2026, 3, 2))
        self.assertEqual(entry.interval, Interval(540, 615))
        self.assertEqual(entry.client, "acme")
        self.assertEqual(entry.what, "review of imports")

    def test_comments_and_empty_lines(self):
        self.assertIsNone(parse_line("  # nothing"))
        self.assertIsNone(parse_line(""))
        self.assertEqual(parse_line("2026-03-02 09:00-10:15 acme x # y").what, "x")

    def test_what_may_be_missing(self):
        self.assertEqual(parse_line("2026-03-02 09:00-10:15 acme").what, "")

    def test_refuses_other_lines(self):
        for line in ("hello", "2026-03-02 09:00 acme x", "2026-13-02 09:00-10:00 acme x"):
            with self.subTest(line=line), self.assertRaises(ValueError):
                parse_line(line)


class ParseLog(unittest.TestCase):
    def test_all_entries(self):
        self.assertEqual(len(parse_log(LOG)), 4)

    def test_an_error_names_its_line(self):
        with self.assertRaisesRegex(LogError, "line 2: "):
            parse_log("# x\nhello\n")

    def test_clients_once_each(self):
        self.assertEqual(clients(parse_log(LOG)), ["acme", "globex"])

    def test_by_day_in_order(self):
        days = by_day(parse_log(LOG), "acme")
        self.assertEqual(list(days), [date(2026, 3, 1), date(2026, 3, 2)])
        self.assertEqual(days[date(2026, 3, 2)], [Interval(540, 615), Interval(615, 660)])
