"""Which invoices are open, and for how long."""
from datetime import date, timedelta

BUCKETS = [(0, "not due"), (30, "1-30"), (60, "31-60"), (90, "61-90")]


class Invoice:
    def __init__(self, number, customer, issued, amount, days=14):
        self.number = number
        self.customer = customer
        self.issued = issued
        self.due = issued + timedelta(days=days)
        self.amount = amount
        self.payments = []

    def pay(self, day, amount):
        if amount <= 0 or amount > self.open_amount():
            raise ValueError("no such amount is open")
        self.payments.append((day, amount))

    def open_amount(self):
        return self.amount - sum(amount for _, amount in self.payments)


def days_overdue(invoice, today):
    """Days since the invoice was due; 0 up to and on that day."""
    return max(0, (today - invoice.due).days)


def bucket(invoice, today):
    days = days_overdue(invoice, today)
    for limit, name in BUCKETS:
        if days <= limit:
            return name
    return "over 90"


def aging(invoices, today):
    """What is open in each bucket; buckets with nothing are left out."""
    sums = {}
    for invoice in invoices:
        left = invoice.open_amount()
        if left > 0:
            name = bucket(invoice, today)
            sums[name] = sums.get(name, 0) + left
    return sums


def reminders(invoices, today):
    """(customer, numbers) of those that must be reminded, the invoices that
    have been due for the longest time first."""
    late = [i for i in invoices if i.open_amount() > 0 and days_overdue(i, today) > 0]
    late.sort(key=lambda i: (i.issued, i.number))
    numbers = {}
    for invoice in late:
        numbers.setdefault(invoice.customer, []).append(invoice.number)
    return list(numbers.items())
