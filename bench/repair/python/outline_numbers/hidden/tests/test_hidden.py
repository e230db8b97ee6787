import pytest

from outline import Numbering, contents


@pytest.mark.parametrize("levels, numbers", [
    ([1, 2, 2, 1, 2, 2], "1 1.1 1.2 2 2.1 2.2"),
    ([1, 2, 3, 3, 2, 3, 1, 2, 3], "1 1.1 1.1.1 1.1.2 1.2 1.2.1 2 2.1 2.1.1"),
    ([1, 2, 3, 1, 3], "1 1.1 1.1.1 2 2.0.1"),
    ([2, 2, 1, 2], "0.1 0.2 1 1.1"),
    ([1, 3, 2, 3], "1 1.0.1 1.1 1.1.1"),
    ([3, 1, 1, 3], "0.0.1 1 2 2.0.1"),
])
def test_numbers(levels, numbers):
    numbering = Numbering()
    assert " ".join(numbering.next(level) for level in levels) == numbers


def test_contents():
    text = "# A\n## B\n### C\n# A\n## B\n### C\n#### D\n### E"
    assert contents(text) == [
        "1 A (#a)", "  1.1 B (#b)", "    1.1.1 C (#c)", "2 A (#a-2)", "  2.1 B (#b-2)", "    2.1.1 C (#c-2)", "    2.1.2 E (#e)"]
