def initials(name):
    """'Ada King Lovelace' -> 'A.K.L.'"""
    return "".join(part[0].lower() + "." for part in name.split())


def shorten(text, width):
    """Cut to `width` characters, the last three of them dots if something is missing."""
    if len(text) <= width:
        return text
    return text[:width - 2] + "..."


def indent(text, columns):
    return "\n".join(" " * columns + line for line in text.splitlines())
