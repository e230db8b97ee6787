from ledger import Book


def make():
    book = Book()
    book.open_account("a", 100)
    book.open_account("b", -100)
    book.open_account("c")
    return book


def test_many_postings_of_one_account():
    book = make()
    book.post("2024-01-01", "x", [("a", 10), ("b", -3), ("a", 20), ("c", -27), ("a", 5), ("b", -5)])
    assert book.balance("a") == 135
    assert book.balance("b") == -108
    assert book.balance("c") == -27
    assert sum(value for _, value in book.trial_balance()) == 0


def test_amount_for():
    book = make()
    entry = book.post("2024-01-01", "x", [("a", 10), ("a", -4), ("b", -6)])
    assert entry.amount_for("a") == 6
    assert entry.amount_for("b") == -6
    assert entry.amount_for("c") == 0
    assert book.balance("a", "2023-12-31") == 100


def test_reverse_split():
    book = make()
    entry = book.post("2024-01-01", "x", [("a", 10), ("a", 20), ("b", -30)])
    book.reverse(entry.number, "2024-01-02")
    assert book.balance("a") == 100
    assert book.balance("a", "2024-01-01") == 130
    assert book.statement("a", "2024-01-01", "2024-01-31") == [
        ("2024-01-01", "brought forward", 0, 100),
        ("2024-01-01", "x", 30, 130),
        ("2024-01-02", "reversal: x", -30, 100),
    ]


def test_nothing_moved():
    book = make()
    book.post("2024-01-01", "x", [("a", 10), ("a", -10)])
    assert book.balance("a") == 100
    assert len(book.statement("a", "2024-01-01", "2024-01-31")) == 1
