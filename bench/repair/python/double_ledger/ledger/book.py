"""A small double entry ledger. Amounts are whole cents, debits positive, credits negative."""


class UnbalancedError(ValueError):
    pass


class Entry:
    def __init__(self, number, date, memo, postings, reverses=None):
        self.number = number
        self.date = date
        self.memo = memo
        self.postings = postings
        self.reverses = reverses

    def amount_for(self, account):
        return next((amount for name, amount in self.postings if name == account), 0)


class Book:
    def __init__(self):
        self.entries = []
        self._opening = {}

    def open_account(self, name, balance=0):
        if name in self._opening:
            raise ValueError("account exists: " + name)
        self._opening[name] = balance

    def accounts(self):
        return sorted(self._opening)

    def post(self, date, memo, postings, reverses=None):
        """Book the postings, pairs of account and amount, and return the entry."""
        postings = [(name, amount) for name, amount in postings if amount != 0]
        if not postings:
            raise UnbalancedError("nothing to post")
        total = sum(amount for _, amount in postings)
        if total != 0:
            raise UnbalancedError("off by %d" % total)
        for name, _ in postings:
            if name not in self._opening:
                raise KeyError(name)
        entry = Entry(len(self.entries) + 1, date, memo, postings, reverses)
        self.entries.append(entry)
        return entry

    def find(self, number):
        if not 1 <= number <= len(self.entries):
            raise KeyError(number)
        return self.entries[number - 1]

    def reverse(self, number, date):
        """Book the opposite of an entry. An entry can be reversed only once."""
        original = self.find(number)
        if any(entry.reverses == number for entry in self.entries):
            raise ValueError("entry %d is reversed already" % number)
        postings = [(name, -amount) for name, amount in original.postings]
        return self.post(date, "reversal: " + original.memo, postings, reverses=number)

    def balance(self, account, until=None):
        """The balance at the end of the day `until` (ISO date), or of all entries."""
        result = self._opening[account]
        for entry in self.entries:
            if until is None or entry.date <= until:
                result += entry.amount_for(account)
        return result

    def statement(self, account, since, until):
        """Lines (date, memo, amount, balance) of the days since..until, by date.

        The first line is the balance brought forward from the days before.
        """
        balance = self._opening[account]
        inside = []
        for entry in sorted(self.entries, key=lambda entry: entry.date):
            amount = entry.amount_for(account)
            if entry.date < since:
                balance += amount
            elif entry.date <= until and amount != 0:
                inside.append((entry, amount))
        lines = [(since, "brought forward", 0, balance)]
        for entry, amount in inside:
            balance += amount
            lines.append((entry.date, entry.memo, amount, balance))
        return lines

    def trial_balance(self, until=None):
        rows = []
        for name in self.accounts():
            value = self.balance(name, until)
            if value != 0:
                rows.append((name, value))
        return rows
