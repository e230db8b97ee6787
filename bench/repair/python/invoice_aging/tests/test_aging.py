import unittest
from datetime import date

from aging import Invoice, aging, bucket, days_overdue, reminders


class Visible(unittest.TestCase):
    def setUp(self):
        self.invoices = [
            Invoice(1, "ada", date(2024, 1, 1), 100, days=60),
            Invoice(2, "bob", date(2024, 1, 10), 200),
            Invoice(3, "ada", date(2024, 2, 1), 50),
        ]

    def test_overdue(self):
        self.assertEqual(days_overdue(self.invoices[1], date(2024, 1, 24)), 0)
        self.assertEqual(days_overdue(self.invoices[1], date(2024, 1, 25)), 1)

    def test_buckets(self):
        self.assertEqual(bucket(self.invoices[1], date(2024, 1, 24)), "not due")
        self.assertEqual(bucket(self.invoices[1], date(2024, 2, 23)), "1-30")
        self.assertEqual(bucket(self.invoices[1], date(2025, 2, 23)), "over 90")

    def test_aging(self):
        self.invoices[1].pay(date(2024, 1, 30), 150)
        self.assertEqual(aging(self.invoices, date(2024, 2, 20)), {"not due": 100, "1-30": 100})

    def test_payments(self):
        with self.assertRaises(ValueError):
            self.invoices[0].pay(date(2024, 1, 2), 101)

    def test_reminders(self):
        self.assertEqual(reminders(self.invoices, date(2024, 2, 1)), [("bob", [2])])

    def test_order_of_reminders(self):
        self.assertEqual(reminders(self.invoices, date(2024, 3, 10)), [("bob", [2]), ("ada", [3, 1])])
