from datetime import timedelta

import pytest

from meetings import Meeting, Person, at, first_slot


@pytest.mark.parametrize("offset, line", [
    ("Z", "2024-05-01 22:00-22:30 m"),
    ("+02:00", "2024-05-02 00:00-00:30 m"),
    ("-05:30", "2024-05-01 16:30-17:00 m"),
    ("+09:00", "2024-05-02 07:00-07:30 m"),
])
def test_lines(offset, line):
    assert Meeting("m", at("2024-05-01 22:00"), 30).line_for(Person("x", offset)) == line
    assert Meeting("m", at("2024-05-02 03:00", "+05:00"), 30).line_for(Person("x", offset)) == line


def test_moment_stays():
    p = Person("x", "-08:00")
    moment = at("2024-05-01 22:00", "+01:00")
    assert p.local(moment) == moment
    assert p.local(moment).utcoffset() == timedelta(hours=-8)


def test_works():
    p = Person("x", "+09:00")
    assert p.works_at(at("2024-05-01 00:00"))
    assert not p.works_at(at("2024-05-01 09:00"))
    assert p.works_at(at("2024-05-05 23:30", "+00:00") + timedelta(minutes=30))
    assert not p.works_at(at("2024-05-03 20:00"))


def test_slots():
    a, b = Person("a", "+02:00"), Person("b", "-05:00", (8, 17))
    assert first_slot([a, b], at("2024-05-01 00:00"), 60) == at("2024-05-01 13:00")
    assert first_slot([a, b], at("2024-05-01 14:00"), 60) == at("2024-05-01 14:00")
    assert first_slot([a, b], at("2024-05-01 14:30"), 60) == at("2024-05-02 13:00")
    assert first_slot([a, Person("c", "-10:00")], at("2024-05-01 00:00"), 60) is None
