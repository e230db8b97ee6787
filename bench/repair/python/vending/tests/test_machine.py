import pytest

from machine import Machine, Refused


@pytest.fixture
def machine():
    result = Machine()
    result.load("A1", "water", 120, 2)
    result.load("B1", "nuts", 250, 1)
    result.fill_coins(50, 2)
    result.fill_coins(20, 5)
    result.fill_coins(10, 1)
    return result


def test_coins_then_article(machine):
    machine.insert(100)
    machine.insert(50)
    assert machine.select("A1") == ("water", [20, 10])
    assert machine.state == "idle"


def test_article_then_coins(machine):
    assert machine.select("A1") is None
    assert machine.missing() == 120
    assert machine.insert(100) is None
    assert machine.missing() == 20
    assert machine.insert(20) == ("water", [])


def test_sold_out(machine):
    machine.insert(200)
    machine.insert(50)
    machine.select("B1")
    with pytest.raises(Refused):
        machine.select("B1")


def test_no_change():
    machine = Machine()
    machine.load("A1", "water", 120, 2)
    machine.insert(200)
    with pytest.raises(Refused):
        machine.select("A1")
    assert machine.credit == 200
    assert machine.cancel() == [200]


def test_cancel(machine):
    machine.insert(20)
    machine.insert(100)
    assert machine.cancel() == [100, 20]
    assert machine.coins[100] == 0
    assert machine.state == "idle"


def test_next_customer_after_cancel(machine):
    machine.select("A1")
    machine.insert(50)
    machine.cancel()
    assert machine.insert(200) is None
    assert machine.credit == 200


def test_takings(machine):
    for _ in range(2):
        machine.insert(100)
        machine.insert(20)
        machine.select("A1")
    assert machine.takings() == {"A1": 240}


def test_unknown_coin(machine):
    with pytest.raises(Refused):
        machine.insert(5)
