from outline import numbered, text


def test_three_levels():
    items = ["a", "b", ["c", ["d", "e"], "f"], "g", ["h"]]
    assert [n for n, _ in numbered(items)] == ["1", "2", "2.1", "2.1.1", "2.1.2", "2.2", "3", "3.1"]
    assert text(items).splitlines()[3] == "    2.1.1 d"
    assert list(numbered([])) == []
