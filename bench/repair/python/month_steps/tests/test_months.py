import unittest
from datetime import date

import months


class AddMonths(unittest.TestCase):
    def test_same_year(self):
        self.assertEqual(months.add_months(date(2023, 3, 15), 2), date(2023, 5, 15))

    def test_short_month(self):
        self.assertEqual(months.add_months(date(2024, 1, 31), 1), date(2024, 2, 29))

    def test_next_year(self):
        self.assertEqual(months.add_months(date(2023, 11, 5), 3), date(2024, 2, 5))

    def test_to_december(self):
        self.assertEqual(months.add_months(date(2023, 11, 5), 1), date(2023, 12, 5))

    def test_due_dates(self):
        self.assertEqual(months.due_dates(date(2023, 1, 1), 3, 3), [date(2023, 1, 1), date(2023, 4, 1), date(2023, 7, 1)])

    def test_age(self):
        self.assertEqual(months.age(date(2000, 5, 10), date(2020, 5, 9)), 19)
        self.assertEqual(months.age(date(2000, 5, 10), date(2020, 5, 10)), 20)
