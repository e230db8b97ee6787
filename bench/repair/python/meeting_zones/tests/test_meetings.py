import pytest

from meetings import Meeting, Person, at, first_slot


@pytest.fixture
def berlin():
    return Person("Ada", "+02:00")


def test_needs_a_zone():
    with pytest.raises(ValueError):
        Meeting("x", at("2024-05-01 10:00").replace(tzinfo=None), 30)


def test_same_moment():
    assert at("2024-05-01 10:00") == at("2024-05-01 12:00", "+02:00")


def test_overlap():
    one = Meeting("one", at("2024-05-01 10:00"), 60)
    assert one.overlaps(Meeting("two", at("2024-05-01 12:30", "+02:00"), 15))
    assert not one.overlaps(Meeting("three", at("2024-05-01 11:00"), 15))


def test_line(berlin):
    meeting = Meeting("plan", at("2024-05-01 10:00"), 45)
    assert meeting.line_for(Person("Bob", "Z")) == "2024-05-01 10:00-10:45 plan"
    assert meeting.line_for(berlin) == "2024-05-01 12:00-12:45 plan"


@pytest.mark.parametrize("text, works", [
    ("2024-05-01 09:00", True), ("2024-05-01 17:00", False), ("2024-05-04 10:00", False),
])
def test_works(text, works):
    assert Person("Bob", "Z").works_at(at(text)) is works


def test_slot(berlin):
    assert first_slot([berlin], at("2024-05-01 09:00", "+02:00"), 60) == at("2024-05-01 07:00")
