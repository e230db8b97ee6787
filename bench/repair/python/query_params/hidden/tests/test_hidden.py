from params.encoding import decode, encode, unquote
from params.query import Query


def test_decode():
    assert decode("a+b") == "a b"
    assert decode("a%2Bb") == "a+b"
    assert decode("a%2bb+c%20d") == "a+b c d"
    assert decode("++") == "  "
    assert decode("%2B%2B") == "++"
    assert decode("%252B") == "%2B"
    assert decode("") == ""


def test_unquote_leaves_plus():
    assert unquote("a+b") == "a+b"


def test_all_letters():
    for code in list(range(1, 300)) + [0x20AC, 0x1F600]:
        assert decode(encode(chr(code))) == chr(code)
    assert encode("+ ") == "%2B+"


def test_names():
    query = Query.parse("a%2Bb=1&a+b=2")
    assert query.names() == ["a+b", "a b"]
    assert str(query) == "a%2Bb=1&a+b=2"
