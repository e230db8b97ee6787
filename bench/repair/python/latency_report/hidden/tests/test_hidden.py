from report.log import parse
from report.stats import render, summarize


def test_failed_times_do_not_count():
    text = "\n".join("%d GET /a 200 %dms" % (n, n) for n in range(1, 21))
    text += "\n" + "\n".join("%d GET /a 500 1ms" % n for n in range(30))
    assert summarize(parse(text)) == [("GET", "/a", 50, 30, 10.0, 19.0)]


def test_statuses():
    rows = summarize(parse("1 GET /a 499 8ms\n1 GET /a 500 1ms\n1 GET /a 599 90ms\n1 GET /a 302 6ms"))
    assert rows == [("GET", "/a", 4, 2, 6.0, 8.0)]


def test_only_failures():
    rows = summarize(parse("1 PUT /b 502 90ms\n2 PUT /b 503 90ms\n3 PUT /c 200 1ms"))
    assert rows == [("PUT", "/c", 1, 0, 1.0, 1.0), ("PUT", "/b", 2, 2, None, None)]
    assert "-" in render(rows).splitlines()[2]


def test_empty():
    assert summarize([]) == []
