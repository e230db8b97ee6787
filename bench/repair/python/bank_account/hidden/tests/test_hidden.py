import unittest

import bank


class Hidden(unittest.TestCase):
    def test_more(self):
        for balance in range(1, 6):
            for amount in range(1, 9):
                account = bank.Account("x", balance)
                if amount <= balance:
                    account.withdraw(amount)
                    self.assertEqual(account.balance, balance - amount)
                else:
                    with self.assertRaises(bank.InsufficientFunds):
                        account.withdraw(amount)
