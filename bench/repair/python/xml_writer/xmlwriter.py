"""Writes small XML documents."""


def escape_text(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escape_attribute(text):
    """As in text, and the characters that end or change an attribute."""
    return escape_text(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")


class Element:
    def __init__(self, name, attributes=None):
        self.name = name
        self.attributes = dict(attributes or {})
        self.children = []

    def add(self, child):
        """Adds an element or text, and returns it."""
        self.children.append(child)
        return child

    def set(self, name, value):
        """An attribute; None takes it away."""
        if value is None:
            self.attributes.pop(name, None)
        else:
            self.attributes[name] = value
        return self


def start_tag(element):
    parts = [element.name]
    for name, value in element.attributes.items():
        if value is True:
            value = name
        parts.append(f'{name}="{escape_text(str(value))}"')
    return " ".join(parts)


def write(element, indent=0):
    """Elements that hold only elements get lines of their own; those with
    text in them stay in one line."""
    space = "  " * indent
    if not element.children:
        return f"{space}<{start_tag(element)}/>\n"
    if any(isinstance(child, str) for child in element.children):
        return f"{space}<{start_tag(element)}>{inline(element)}</{element.name}>\n"
    inner = "".join(write(child, indent + 1) for child in element.children)
    return f"{space}<{start_tag(element)}>\n{inner}{space}</{element.name}>\n"


def inline(element):
    out = ""
    for child in element.children:
        if isinstance(child, str):
            out += escape_text(child)
        else:
            out += write(child).rstrip("\n")
    return out
