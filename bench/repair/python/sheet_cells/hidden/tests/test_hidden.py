import pytest

from sheet import CellError, Sheet


def test_diamonds():
    sheet = Sheet()
    sheet.set("A1", 1)
    for row in range(2, 10):
        sheet.set("A%d" % row, "=A%d + A%d" % (row - 1, row - 1))
    assert sheet.value("A9") == 256
    sheet.set("B1", "=sum(A1:A9) + max(A1:A9) - A9")
    assert sheet.value("B1") == 511


def test_twice_the_same():
    sheet = Sheet()
    sheet.set("A1", "=2")
    sheet.set("A2", "=A1*A1*A1")
    assert sheet.value("A2") == 8
    assert sheet.value("A2") == 8


@pytest.mark.parametrize("contents", [
    {"A1": "=A1"},
    {"A1": "=A2", "A2": "=A3", "A3": "=A1"},
    {"A1": "=SUM(A1:A3)"},
    {"A1": "=A2+A3", "A2": "=1", "A3": "=A2+B1", "B1": "=count(A1:A2)"},
])
def test_cycles(contents):
    sheet = Sheet()
    for where, content in contents.items():
        sheet.set(where, content)
    with pytest.raises(CellError):
        sheet.value("A1")
    sheet.set("A1", 1)
    assert sheet.value("A1") == 1


def test_after_an_error():
    sheet = Sheet()
    sheet.set("A1", "=1/B1")
    with pytest.raises(CellError):
        sheet.value("A1")
    sheet.set("B1", "=4")
    assert sheet.value("A1") == 0.25
