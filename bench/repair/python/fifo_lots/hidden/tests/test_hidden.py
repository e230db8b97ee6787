import pytest

from lots import Shortage, Stock


def test_expired_in_the_middle():
    stock = Stock()
    stock.receive("x", 1, 2, 10)
    stock.receive("x", 2, 3, 20, expires=5)
    stock.receive("x", 3, 4, 30)
    issue = stock.issue("x", 6, 5)
    assert issue.quantity == 5
    assert issue.parts == [(2, 10), (3, 30)]
    assert stock.on_hand("x", 6) == 1
    assert stock.on_hand("x", 5) == 4
    assert stock.value("x") == 3 * 20 + 30
    assert stock.write_off(6) == {"x": 60}
    assert stock.issue("x", 6, 1).parts == [(1, 30)]
    with pytest.raises(Shortage):
        stock.issue("x", 6, 1)


def test_several_expired():
    stock = Stock()
    for day in range(1, 5):
        stock.receive("x", day, 1, day, expires=day)
    stock.receive("x", 5, 1, 100)
    assert stock.issue("x", 4, 1).parts == [(1, 4)]
    assert stock.issue("x", 4, 1).parts == [(1, 100)]
    with pytest.raises(Shortage) as caught:
        stock.issue("x", 4, 2)
    assert caught.value.missing == 2
    assert stock.value("x") == 6


def test_last_day():
    stock = Stock()
    stock.receive("x", 1, 5, 10, expires=3)
    stock.receive("x", 2, 5, 20)
    assert stock.issue("x", 3, 6).parts == [(5, 10), (1, 20)]
    assert stock.issue("x", 3, 0).parts == []
