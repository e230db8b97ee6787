import pytest

from lots import Shortage, Stock


@pytest.fixture
def stock():
    result = Stock()
    result.receive("bolt", 1, 10, 50)
    result.receive("bolt", 5, 20, 60)
    return result


def test_oldest_first(stock):
    issue = stock.issue("bolt", 6, 15)
    assert issue.parts == [(10, 50), (5, 60)]
    assert issue.cost == 800


def test_what_is_left(stock):
    stock.issue("bolt", 6, 15)
    assert stock.on_hand("bolt", 6) == 15
    assert stock.value("bolt") == 900


def test_shortage_takes_nothing(stock):
    with pytest.raises(Shortage) as caught:
        stock.issue("bolt", 6, 31)
    assert caught.value.missing == 1
    assert stock.on_hand("bolt", 6) == 30


def test_late_booking_of_an_old_lot(stock):
    stock.receive("bolt", 3, 4, 55)
    assert stock.issue("bolt", 6, 14).parts == [(10, 50), (4, 55)]


def test_expired_is_not_sold():
    stock = Stock()
    stock.receive("milk", 1, 12, 80, expires=8)
    stock.receive("milk", 6, 12, 90, expires=15)
    issue = stock.issue("milk", 10, 5)
    assert issue.cost == 450
    assert stock.on_hand("milk", 10) == 7


def test_write_off():
    stock = Stock()
    stock.receive("milk", 1, 12, 80, expires=8)
    stock.receive("milk", 6, 12, 90, expires=15)
    assert stock.write_off(9) == {"milk": 960}
    assert stock.value("milk") == 1080


def test_cost_of_sales(stock):
    stock.issue("bolt", 6, 1)
    stock.issue("bolt", 9, 2)
    assert stock.cost_of_sales(6, 8) == 50
    assert stock.average_cost("none") is None
