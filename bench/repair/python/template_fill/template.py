import re

PLACE = re.compile(r"\{\{\s*(.+)\s*\}\}")


class MissingValue(KeyError):
    pass


FILTERS = {
    "upper": str.upper,
    "lower": str.lower,
    "title": str.title,
    "trim": str.strip,
}


def lookup(values, path):
    here = values
    for part in path.split("."):
        if not isinstance(here, dict) or part not in here:
            raise MissingValue(path)
        here = here[part]
    return here


def render(text, values):
    """Fills {{ name.part | filter }} in from values."""

    def fill(match):
        path, *filters = [part.strip() for part in match.group(1).split("|")]
        value = str(lookup(values, path))
        for name in filters:
            value = FILTERS[name](value)
        return value

    return PLACE.sub(fill, text)


def names(text):
    """The paths that a template asks for, each once."""
    found = []
    for match in PLACE.finditer(text):
        path = match.group(1).split("|")[0].strip()
        if path not in found:
            found.append(path)
    return found
