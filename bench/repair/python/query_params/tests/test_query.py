from params.encoding import decode, encode, unquote
from params.query import Query


def test_parse():
    query = Query.parse("?q=green+tea&page=2&tag=a&tag=b&empty")
    assert query.get("q") == "green tea"
    assert query.all("tag") == ["a", "b"]
    assert query.get("empty") == ""
    assert query.names() == ["q", "page", "tag", "empty"]


def test_value_with_equals_sign():
    assert Query.parse("token=ab==&x=1").get("token") == "ab=="


def test_unicode():
    assert encode("Grüße") == "Gr%C3%BC%C3%9Fe"
    assert decode("Gr%C3%BC%C3%9Fe") == "Grüße"


def test_bad_escape():
    assert unquote("100%") == "100%"
    assert unquote("%zz") == "%zz"


def test_round_trip():
    query = Query([("phone", "+49 30 1234"), ("sum", "1+1=2 & more")])
    assert list(Query.parse(str(query))) == list(query)


def test_integer():
    query = Query.parse("page=7&size=1000&bad=x")
    assert query.integer("page", 1) == 7
    assert query.integer("size", 20, 1, 100) == 100
    assert query.integer("bad", 5) == 5
    assert query.integer("none", 5) == 5


def test_flag():
    query = Query.parse("a&b=1&c=no")
    assert query.flag("a") and query.flag("b")
    assert not query.flag("c") and not query.flag("d")


def test_replace():
    query = Query.parse("a=1&b=2&a=3")
    assert str(query.replace(a=9, c="x y")) == "a=9&b=2&c=x+y"
    assert str(query.without("a")) == "b=2"
