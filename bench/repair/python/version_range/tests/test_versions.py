import pytest

from versions import Version, newest, satisfies


def test_order():
    words = ["1.0.0-alpha", "1.0.0-alpha.2", "1.0.0-alpha.10", "1.0.0-beta", "1.0.0", "1.2.0", "1.10.0", "2.0.0"]
    assert sorted(words[::-1], key=Version.parse) == words


def test_text():
    assert str(Version.parse("v1.4")) == "1.4.0"
    assert str(Version.parse("2.0.0-rc.1")) == "2.0.0-rc.1"


def test_bad():
    for text in ("", "1.x", "a.b.c", "1.2.3.4"):
        with pytest.raises(ValueError):
            Version.parse(text)


def test_comparisons():
    assert satisfies("1.5.0", ">=1.2 <2")
    assert not satisfies("2.0.0", ">=1.2 <2")
    assert satisfies("3.1.0", "1.x || >=3")


def test_caret():
    assert satisfies("1.9.9", "^1.4")
    assert not satisfies("2.0.0", "^1.4")
    assert not satisfies("1.3.9", "^1.4")


def test_caret_before_one():
    assert satisfies("0.3.7", "^0.3.2")
    assert not satisfies("0.4.0", "^0.3.2")
    assert satisfies("0.0.4", "^0.0")


def test_tilde():
    assert satisfies("1.4.9", "~1.4.2")
    assert not satisfies("1.5.0", "~1.4.2")


def test_newest():
    assert newest(["1.2.0", "1.10.1", "2.0.0", "1.9.0"], "^1.2") == "1.10.1"
    assert newest(["1.2.0"], "^2") is None
