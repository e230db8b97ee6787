import pytest

from outline import Numbering, anchor, contents, headings


@pytest.mark.parametrize("levels, numbers", [
    ([1, 1, 1], ["1", "2", "3"]),
    ([1, 2, 2, 3], ["1", "1.1", "1.2", "1.2.1"]),
    ([1, 3], ["1", "1.0.1"]),
    ([1, 2, 1, 2], ["1", "1.1", "2", "2.1"]),
])
def test_numbers(levels, numbers):
    numbering = Numbering()
    assert [numbering.next(level) for level in levels] == numbers


def test_headings():
    text = "# One\ntext\n```\n# no\n```\n## Two ##\n#no\n"
    assert headings(text) == [(1, "One"), (2, "Two")]


def test_anchors():
    used = set()
    assert [anchor(t, used) for t in ["A b!", "a B", "?"]] == ["a-b", "a-b-2", "section"]


def test_contents():
    text = "# Start\n## Why\n#### Deep\n## How\n"
    assert contents(text) == ["1 Start (#start)", "  1.1 Why (#why)", "  1.2 How (#how)"]
