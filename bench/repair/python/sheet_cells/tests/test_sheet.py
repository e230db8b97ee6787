import pytest

from sheet import CellError, Sheet
from sheet.address import cells, name, parse


def test_addresses():
    assert parse("b7") == (1, 6)
    assert name(*parse("AZ10")) == "AZ10"
    assert list(cells("B2:A1")) == ["A1", "B1", "A2", "B2"]


def test_plain():
    sheet = Sheet()
    sheet.set("A1", 5)
    sheet.set("A2", "text")
    assert sheet.value("a1") == 5
    assert sheet.value("A2") == "text"
    assert sheet.value("A3") is None


def test_formula():
    sheet = Sheet()
    sheet.set("A1", 4)
    sheet.set("A2", "=2 * (A1 - 1) + 10 / 4")
    assert sheet.value("A2") == 8.5


def test_functions():
    sheet = Sheet()
    for row, content in enumerate([3, "x", 8, 1], 1):
        sheet.set("A%d" % row, content)
    sheet.set("B1", "=sum(A1:A5) - MAX(A1:A4) * count(A1:A9)")
    assert sheet.value("B1") == 12 - 24


def test_cycle():
    sheet = Sheet()
    sheet.set("A1", "=B1 + 1")
    sheet.set("B1", "=A1")
    with pytest.raises(CellError):
        sheet.value("A1")


def test_errors():
    sheet = Sheet()
    for text in ("=1/0", "=1+", "=(1", "=1 2", "=FOO(A1)"):
        sheet.set("A9", text)
        with pytest.raises(CellError):
            sheet.value("A9")


def test_invoice():
    sheet = Sheet()
    sheet.set("A1", 200)
    sheet.set("B1", "=A1 * 2")
    sheet.set("B2", "=B1 / 5")
    sheet.set("B3", "=B1 + B2")
    assert sheet.value("B3") == 480
