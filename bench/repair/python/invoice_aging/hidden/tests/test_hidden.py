import random
import unittest
from datetime import date, timedelta

from aging import Invoice, reminders


class Hidden(unittest.TestCase):
    def test_ties(self):
        a = Invoice(9, "ada", date(2024, 1, 1), 10, days=20)
        b = Invoice(2, "bob", date(2024, 1, 11), 10, days=10)
        c = Invoice(5, "ada", date(2024, 1, 6), 10, days=15)
        self.assertEqual(reminders([a, b, c], date(2024, 6, 1)), [("bob", [2]), ("ada", [5, 9])])
        b.pay(date(2024, 3, 1), 10)
        self.assertEqual(reminders([a, b, c], date(2024, 6, 1)), [("ada", [5, 9])])
        self.assertEqual(reminders([a, b, c], date(2024, 1, 21)), [])

    def test_many(self):
        rng = random.Random(3)
        for _ in range(40):
            invoices = [Invoice(rng.randint(1, 99) * 10 + n, str(n), date(2024, 1, 1) + timedelta(days=rng.randint(0, 20)),
                                rng.randint(1, 50), days=rng.choice([0, 7, 14, 30])) for n in range(8)]
            today = date(2024, 2, 1)
            right = sorted((i.due, i.number, i.customer) for i in invoices if i.due < today)
            self.assertEqual(reminders(invoices, today), [(c, [n]) for _, n, c in right])
