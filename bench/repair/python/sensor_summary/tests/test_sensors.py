import pytest

from sensors import Reading, Summary, between, by_sensor, parse_lines, report, spikes, summarize

LINES = """
# sensor time value
roof 10 4.0
cellar 11 12.5
roof 20 6.0

cellar 21 13.5
roof 30 20.0
""".splitlines()


@pytest.fixture
def readings():
    return list(parse_lines(LINES))


def test_parses(readings):
    assert len(readings) == 5
    assert readings[1] == Reading("cellar", 11, 12.5)


@pytest.mark.parametrize("start, end, count", [(0, 100, 5), (10, 11, 1), (11, 20, 1), (31, 40, 0)])
def test_between(readings, start, end, count):
    assert len(list(between(readings, start, end))) == count


def test_summary(readings):
    assert summarize(readings[:1]) == Summary(1, 4.0, 4.0, 4.0)
    assert summarize([]) is None


def test_by_sensor(readings):
    assert by_sensor(readings)["cellar"] == Summary(2, 12.5, 13.5, 13.0)
    assert list(by_sensor(readings)) == ["cellar", "roof"]


def test_spikes(readings):
    assert spikes(readings, 1.5) == [Reading("roof", 30, 20.0)]


def test_report():
    assert report(LINES, 0, 25) == [
        "cellar: 2 readings, 12.5 to 13.5, mean 13.00",
        "roof: 2 readings, 4 to 6, mean 5.00",
    ]
