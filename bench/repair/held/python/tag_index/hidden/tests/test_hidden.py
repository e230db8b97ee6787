from tags import index, tags_of


def test_own_list_each_time():
    first = tags_of("#a")
    second = tags_of("#a")
    assert first == second == ["a"]
    assert first is not second


def test_empty_list_is_used():
    empty = []
    assert tags_of("#q #r", empty) is empty
    assert empty == ["q", "r"]
    assert tags_of("") == []


def test_index_of_nothing():
    assert index([]) == {}
    assert index([("A", "# no tag")]) == {}
