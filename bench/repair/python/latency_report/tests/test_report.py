import pytest

from report.log import parse, parse_line
from report.stats import per_minute, percentile, render, route_of, summarize

LOG = """
120 GET /user/1 200 10ms
121 GET /user/2?full=1 200 30ms
130 GET /user/3 404 20ms
not a line
200 POST /order 201 1.5s
301 POST /order 503 30s
"""


def test_parse_line():
    record = parse_line("200 POST /order?x=1 201 1.5s")
    assert record.millis == 1500
    assert record.path == "/order"
    assert parse_line("hello") is None


def test_percentile():
    assert percentile([15, 20, 35, 40, 50], 30) == 20
    assert percentile([15, 20, 35, 40, 50], 100) == 50
    assert percentile([7], 0) == 7
    with pytest.raises(ValueError):
        percentile([], 50)


def test_route():
    assert route_of("/user/17/posts/4") == "/user/:id/posts/:id"


def test_summarize():
    assert summarize(parse(LOG)) == [
        ("POST", "/order", 2, 1, 1500.0, 1500.0),
        ("GET", "/user/:id", 3, 0, 20.0, 30.0),
    ]


def test_per_minute():
    assert per_minute(parse(LOG)) == [(2, 3), (3, 1), (4, 0), (5, 1)]


def test_render_failures_only():
    line = render(summarize(parse("1 GET /x 500 3ms"))).splitlines()[1]
    assert line.split() == ["GET", "/x", "1", "1", "-", "-"]
