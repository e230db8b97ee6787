"""Turns notes with a light markup into HTML.

`# ` to `### ` are headings, `- ` an item of a list, `> ` a quotation, a line of at least three dashes is
a rule; other lines belong to paragraphs, which an empty line ends. In a text *strong*, _emphasis_ and
`code` are known; in code nothing else is.
"""

from html import escape


class Writer:
    def __init__(self):
        self.out = []
        self.paragraph = []
        self.open_block = None

    def close_paragraph(self):
        if self.paragraph:
            self.out.append("<p>" + inline(" ".join(self.paragraph)) + "</p>")
            self.paragraph = []

    def close_block(self):
        if self.open_block:
            self.out.append("</" + self.open_block + ">")
            self.open_block = None

    def enter(self, tag):
        """Be inside of the block `tag` from now on; None is outside of any."""
        if self.open_block == tag:
            return
        self.close_block()
        if tag:
            self.out.append("<" + tag + ">")
            self.open_block = tag

    def line(self, text):
        stripped = text.strip()
        level = len(stripped) - len(stripped.lstrip("#"))
        if not stripped:
            self.enter(None)
        elif 1 <= level <= 3 and stripped[level:level + 1] == " ":
            self.enter(None)
            self.out.append("<h%d>%s</h%d>" % (level, inline(stripped[level:].strip()), level))
        elif len(stripped) >= 3 and set(stripped) == {"-"}:
            self.enter(None)
            self.out.append("<hr>")
        elif stripped.startswith("- "):
            self.enter("ul")
            self.out.append("<li>" + inline(stripped[2:].strip()) + "</li>")
        elif stripped.startswith("> "):
            self.enter("blockquote")
            self.out.append("<p>" + inline(stripped[2:].strip()) + "</p>")
        else:
            self.close_block()
            self.paragraph.append(stripped)


MARKS = {"*": "strong", "_": "em", "`": "code"}


def inline(text):
    result = ""
    i = 0
    while i < len(text):
        tag = MARKS.get(text[i])
        end = text.find(text[i], i + 1) if tag else -1
        if end > i + 1:
            inner = text[i + 1:end]
            inner = escape(inner, quote=False) if tag == "code" else inline(inner)
            result += "<%s>%s</%s>" % (tag, inner, tag)
            i = end + 1
        else:
            result += escape(text[i], quote=False)
            i += 1
    return result


def to_html(text):
    writer = Writer()
    for line in text.splitlines():
        writer.line(line)
    writer.enter(None)
    return "\n".join(writer.out)
