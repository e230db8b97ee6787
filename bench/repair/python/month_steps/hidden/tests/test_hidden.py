import unittest
from datetime import date

import months


class Hidden(unittest.TestCase):
    def test_steps(self):
        for month in range(1, 13):
            for count in range(-30, 31):
                year, at = 2021, month
                for _ in range(abs(count)):
                    at += 1 if count > 0 else -1
                    if at == 13:
                        year, at = year + 1, 1
                    if at == 0:
                        year, at = year - 1, 12
                self.assertEqual(months.add_months(date(2021, month, 7), count), date(year, at, 7))

    def test_ends(self):
        self.assertEqual(months.add_months(date(2023, 12, 31), 2), date(2024, 2, 29))
        self.assertEqual(months.add_months(date(2023, 12, 31), 6), date(2024, 6, 30))
        self.assertEqual(months.months_between(date(2023, 12, 31), date(2024, 3, 1)), 2)
