import unittest

import bank


class Visible(unittest.TestCase):
    def test_deposit(self):
        account = bank.Account("ada")
        account.deposit(10)
        self.assertEqual(account.balance, 10)

    def test_all_of_it_can_be_withdrawn(self):
        account = bank.Account("ada", 10)
        account.withdraw(10)
        self.assertEqual(account.balance, 0)

    def test_no_more_than_there_is(self):
        account = bank.Account("ada", 10)
        with self.assertRaises(bank.InsufficientFunds):
            account.withdraw(11)
        self.assertEqual(account.balance, 10)

    def test_transfer(self):
        a, b = bank.Account("ada", 10), bank.Account("bob")
        bank.transfer(a, b, 4)
        self.assertEqual((a.balance, b.balance), (6, 4))
