import unittest

from tally.billing import billable_minutes, discount_for, make_bill, percent_of, round_up
from tally.intervals import Interval
from tally.report import format_money, render
from tally.timesheet import parse_log

LOG = """\
2026-03-02 09:00-10:05 acme review of the import module
2026-03-02 10:05-11:00 acme notes for the review
2026-03-03 09:00-09:50 acme fixes
"""


class Rounding(unittest.TestCase):
    def test_up_to_the_next_quarter(self):
        self.assertEqual([round_up(m) for m in (1, 15, 16, 60)], [15, 15, 30, 60])

    def test_each_block_on_its_own(self):
        self.assertEqual(billable_minutes([Interval(0, 5), Interval(100, 105)]), 30)

    def test_percent_rounds_half_up(self):
        self.assertEqual(percent_of(250, 1), 3)
        self.assertEqual(percent_of(249, 1), 2)


class Discount(unittest.TestCase):
    def test_begins_with_its_threshold(self):
        self.assertEqual(discount_for(599), 0)
        self.assertEqual(discount_for(600), 5)
        self.assertEqual(discount_for(2399), 5)
        self.assertEqual(discount_for(2400), 10)


class MakeBill(unittest.TestCase):
    def test_work_without_a_pause_is_one_block(self):
        bill = make_bill(parse_log(LOG), "acme", 9000)
        self.assertEqual([line.minutes for line in bill.lines], [120, 60])
        self.assertEqual(bill.total_cents, 32400)

    def test_other_clients_are_left_out(self):
        self.assertEqual(make_bill(parse_log(LOG), "globex", 9000).lines, ())

    def test_discount_comes_before_vat(self):
        bill = make_bill(parse_log("2026-03-02 08:00-18:00 acme x"), "acme", 10000)
        self.assertEqual(bill.gross_cents, 100000)
        self.assertEqual(bill.net_cents, 95000)
        self.assertEqual(bill.total_cents, 114000)


class Report(unittest.TestCase):
    def test_money(self):
        self.assertEqual(format_money(12345), "123.45")
        self.assertEqual(format_money(-5), "-0.05")

    def test_page(self):
        bill = make_bill(parse_log("2026-03-02 09:00-10:15 acme x"), "acme", 9000)
        self.assertEqual(
            render(bill),
            "acme\n"
            "2026-03-02    1.25 h     112.50\n"
            "net           1.25 h     112.50\n"
            "VAT 20 %                  22.50\n"
            "total                    135.00",
        )
