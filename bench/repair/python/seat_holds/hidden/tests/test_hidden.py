import pytest

from seats import Hall, UnknownHold


def test_once():
    hall = Hall(1, 3)
    key = hall.hold(["A1"], "ada", 0)
    hall.buy(key, 1)
    with pytest.raises(UnknownHold):
        hall.buy(key, 1)
    with pytest.raises(UnknownHold):
        hall.extend(key, 2)
    assert hall.holds == {}


def test_other_holds_stay():
    hall = Hall(1, 3)
    a = hall.hold(["A1"], "ada", 0)
    b = hall.hold(["A2"], "bob", 0)
    hall.buy(a, 1)
    assert list(hall.holds) == [b]
    assert hall.free(1) == ["A3"]
    assert hall.give_back("A1") == "ada"
    assert hall.give_back("A1") is None
    assert hall.free(2) == ["A1", "A3"]
    assert hall.free(10) == ["A1", "A2", "A3"]


def test_late_leaves_nothing():
    hall = Hall(1, 1)
    a = hall.hold(["A1"], "ada", 0)
    with pytest.raises(UnknownHold):
        hall.buy(a, 10)
    assert hall.sold == {} and hall.free(10) == ["A1"]
