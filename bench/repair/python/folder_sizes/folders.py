"""Folders are dicts of name to folder or to a size in bytes."""


def total(folder):
    size = 0
    for child in folder.values():
        if isinstance(child, dict):
            size += total(child)
        else:
            size += child
    return size


def find(folder, name):
    """The path of the first entry with this name, depth first; None if there is none."""
    for key, child in folder.items():
        if key == name:
            return key
        if isinstance(child, dict):
            below = find(child, name)
            return key + "/" + below
    return None


def walk(folder, prefix=""):
    for key in sorted(folder):
        child = folder[key]
        yield prefix + key
        if isinstance(child, dict):
            yield from walk(child, prefix + key + "/")


def largest(folder):
    """(path, size) of the largest file."""
    best = None
    for key, child in folder.items():
        if isinstance(child, dict):
            below = largest(child)
            if below is None:
                continue
            path, size = key + "/" + below[0], below[1]
        else:
            path, size = key, child
        if best is None or size > best[1]:
            best = (path, size)
    return best
