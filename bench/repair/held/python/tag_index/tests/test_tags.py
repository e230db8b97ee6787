from tags import index, tags_of


def test_tags_of_a_line():
    assert tags_of("buy #Milk, #bread and #milk.") == ["milk", "bread"]


def test_each_line_alone():
    tags_of("#one")
    assert tags_of("#two") == ["two"]


def test_given_list():
    tags = ["a"]
    assert tags_of("#b", tags) is tags
    assert tags == ["a", "b"]


def test_index():
    assert index([("A", "#x\n#y"), ("B", "#y")]) == {"x": ["A"], "y": ["A", "B"]}
