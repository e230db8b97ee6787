import pytest

from machine import Machine, Refused


def make():
    machine = Machine()
    machine.load("A", "tea", 100, 2)
    machine.load("B", "gum", 50, 1)
    machine.fill_coins(50, 4)
    return machine


def test_cancel_resets():
    machine = make()
    machine.select("A")
    assert machine.state == "paying"
    assert machine.cancel() == []
    assert machine.state == "idle"
    assert machine.missing() == 0
    assert machine.insert(100) is None
    assert machine.state == "credit"
    assert machine.select("B") == ("gum", [50])
    assert machine.slots["A"].count == 2


def test_cancel_twice():
    machine = make()
    machine.select("A")
    machine.insert(50)
    assert machine.cancel() == [50]
    assert machine.cancel() == []
    assert machine.coins[50] == 4
    assert machine.sold == []


def test_still_vends():
    machine = make()
    machine.select("A")
    machine.insert(50)
    machine.select("A")
    assert machine.insert(50) == ("tea", [])
    assert machine.state == "idle"
    assert machine.cancel() == []
    assert machine.coins[50] == 6
    machine.cancel()
    machine.insert(50)
    assert machine.select("B") == ("gum", [])
    with pytest.raises(Refused):
        machine.select("B")


def test_change_selection():
    machine = make()
    machine.insert(50)
    machine.select("A")
    assert machine.missing() == 50
    assert machine.select("B") == ("gum", [])
