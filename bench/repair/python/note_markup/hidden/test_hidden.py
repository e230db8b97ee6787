from markup import to_html


def test_before_each_block():
    assert to_html("text\n# Head") == "<p>text</p>\n<h1>Head</h1>"
    assert to_html("text\n---") == "<p>text</p>\n<hr>"
    assert to_html("text\n> q") == "<p>text</p>\n<blockquote>\n<p>q</p>\n</blockquote>"
    assert to_html("text\n- q") == "<p>text</p>\n<ul>\n<li>q</li>\n</ul>"


def test_end():
    assert to_html("a\nb") == "<p>a b</p>"
    assert to_html("a\n\n\n\nb\n") == "<p>a</p>\n<p>b</p>"
    assert to_html("") == ""
    assert to_html("\n \n") == ""


def test_text_after_list():
    assert to_html("- a\ntext\n- b") == "<ul>\n<li>a</li>\n</ul>\n<p>text</p>\n<ul>\n<li>b</li>\n</ul>"


def test_all():
    assert to_html("# A\nx\ny\n\nz\n- l\n\n- m\nend") == (
        "<h1>A</h1>\n<p>x y</p>\n<p>z</p>\n<ul>\n<li>l</li>\n</ul>\n<ul>\n<li>m</li>\n</ul>\n<p>end</p>")


def test_no_heading():
    assert to_html("#### x\n#y") == "<p>#### x #y</p>"
