from markup import inline, to_html


def test_inline():
    assert inline("a *b* _c_") == "a <strong>b</strong> <em>c</em>"


def test_code_is_left_alone():
    assert inline("`a < *b*`") == "<code>a &lt; *b*</code>"


def test_lonely_mark():
    assert inline("2 * 3") == "2 * 3"
    assert inline("**") == "**"


def test_list():
    assert to_html("- one\n- two *x*") == "<ul>\n<li>one</li>\n<li>two <strong>x</strong></li>\n</ul>"


def test_heading_and_rule():
    assert to_html("## Title\n----") == "<h2>Title</h2>\n<hr>"


def test_quote_then_list():
    assert to_html("> said\n- item") == "<blockquote>\n<p>said</p>\n</blockquote>\n<ul>\n<li>item</li>\n</ul>"


def test_list_after_text():
    assert to_html("You need:\n- milk\n- eggs") == "<p>You need:</p>\n<ul>\n<li>milk</li>\n<li>eggs</li>\n</ul>"


def test_two_paragraphs():
    assert to_html("one\nline\n\nsecond") == "<p>one line</p>\n<p>second</p>"
