import pytest

from ledger import Book, UnbalancedError


@pytest.fixture
def book():
    result = Book()
    for name in ("bank", "sales", "tax", "rent"):
        result.open_account(name)
    return result


def test_post_and_balance(book):
    book.post("2024-01-05", "invoice 1", [("bank", 11900), ("sales", -10000), ("tax", -1900)])
    assert book.balance("bank") == 11900
    assert book.balance("tax") == -1900


def test_unbalanced(book):
    with pytest.raises(UnbalancedError):
        book.post("2024-01-05", "oops", [("bank", 100), ("sales", -90)])


def test_unknown_account(book):
    with pytest.raises(KeyError):
        book.post("2024-01-05", "oops", [("bank", 100), ("gifts", -100)])


def test_balance_until(book):
    book.post("2024-01-05", "a", [("bank", 500), ("sales", -500)])
    book.post("2024-02-01", "b", [("bank", -200), ("rent", 200)])
    assert book.balance("bank", "2024-01-31") == 500
    assert book.balance("bank", "2024-02-01") == 300


def test_reverse(book):
    entry = book.post("2024-01-05", "invoice 1", [("bank", 500), ("sales", -500)])
    book.reverse(entry.number, "2024-01-09")
    assert book.trial_balance() == []
    with pytest.raises(ValueError):
        book.reverse(entry.number, "2024-01-10")


def test_statement_of_split_invoice(book):
    book.post("2024-01-02", "opening sale", [("bank", 1000), ("sales", -1000)])
    book.post("2024-03-04", "invoice 7", [("bank", 3000), ("sales", -1800), ("sales", -1200)])
    assert book.statement("sales", "2024-03-01", "2024-03-31") == [
        ("2024-03-01", "brought forward", 0, -1000),
        ("2024-03-04", "invoice 7", -3000, -4000),
    ]
