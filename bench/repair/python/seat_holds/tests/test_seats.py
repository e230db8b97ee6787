import pytest

from seats import Hall, SeatTaken, UnknownHold


@pytest.fixture
def hall():
    return Hall(2, 2)


def test_all_free(hall):
    assert hall.free(0) == ["A1", "A2", "B1", "B2"]


def test_hold(hall):
    hall.hold(["A1"], "ada", 0)
    assert hall.free(5) == ["A2", "B1", "B2"]
    with pytest.raises(SeatTaken):
        hall.hold(["A2", "A1"], "bob", 5)
    assert hall.free(10) == ["A1", "A2", "B1", "B2"]


def test_extend(hall):
    key = hall.hold(["A1"], "ada", 0)
    hall.extend(key, 8)
    assert "A1" not in hall.free(17)
    with pytest.raises(UnknownHold):
        hall.extend(key, 18)


def test_buy(hall):
    key = hall.hold(["A1", "B1"], "ada", 0)
    assert hall.buy(key, 9) == ["A1", "B1"]
    assert hall.free(30) == ["A2", "B2"]
    assert hall.sold == {"A1": "ada", "B1": "ada"}


def test_too_late(hall):
    key = hall.hold(["A1"], "ada", 0)
    with pytest.raises(UnknownHold):
        hall.buy(key, 10)


def test_seat_can_be_sold_again(hall):
    hall.buy(hall.hold(["A2"], "ada", 0), 1)
    assert hall.give_back("A2") == "ada"
    hall.buy(hall.hold(["A2"], "bob", 2), 3)
    assert hall.sold["A2"] == "bob"
