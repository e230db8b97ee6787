from outline import depth, numbered, text


def test_flat():
    assert list(numbered(["a", "b"])) == [("1", "a"), ("2", "b")]


def test_nested():
    assert list(numbered(["a", ["x", "y"], "b"])) == [("1", "a"), ("1.1", "x"), ("1.2", "y"), ("2", "b")]


def test_depth():
    assert depth(["a", ["b", ["c"]]]) == 3


def test_text():
    assert text(["a", ["b"]]) == "1 a\n  1.1 b"
