from linediff import edits, summary, unified


def lines(*words):
    return "".join(word + "\n" for word in words)


def test_equal():
    assert unified("a\nb\n", "a\nb\n") == []


def test_edits():
    assert edits(["a", "b", "c"], ["a", "x", "c"]) == [(" ", "a"), ("-", "b"), ("+", "x"), (" ", "c")]


def test_summary():
    assert summary("a\nb\nc\n", "a\nc\nd\ne\n") == "+2 -1"


def test_change_in_the_middle():
    old = lines("1", "2", "3", "4", "5", "6", "7")
    new = lines("1", "2", "3", "x", "5", "6", "7")
    assert unified(old, new, 1) == ["@@ -3,3 +3,3 @@", " 3", "-4", "+x", " 5"]


def test_from_nothing():
    assert unified("", "a\n") == ["@@ -0,0 +1 @@", "+a"]


def test_two_hunks():
    old = lines(*"abcdefghij")
    new = lines(*"abXdefghYj")
    assert unified(old, new, 1) == [
        "@@ -2,3 +2,3 @@", " b", "-c", "+X", " d",
        "@@ -8,3 +8,3 @@", " h", "-i", "+Y", " j",
    ]
