"""Collects the tags of notes."""


def tags_of(line, into=[]):
    """Adds each #tag of the line to `into`, a new list if none is given."""
    for word in line.split():
        tag = word.strip(".,;:!?")
        if tag.startswith("#") and len(tag) > 1:
            name = tag[1:].lower()
            if name not in into:
                into.append(name)
    return into


def index(notes):
    """Which notes, by title, have which tag."""
    found = {}
    for title, text in notes:
        tags = []
        for line in text.splitlines():
            tags_of(line, tags)
        for tag in tags:
            found.setdefault(tag, []).append(title)
    return found
