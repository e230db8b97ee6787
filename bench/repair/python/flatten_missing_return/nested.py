def depth(value):
    if not isinstance(value, list):
        return 0
    return 1 + max((depth(item) for item in value), default=0)


def flatten(value):
    """All leaves in order."""
    out = []
    for item in value:
        if isinstance(item, list):
            out.append(flatten(item))
        else:
            out.append(item)
    return out


def leaves(value):
    return len(flatten(value))
