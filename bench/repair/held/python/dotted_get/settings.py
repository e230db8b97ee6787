"""Settings in nested dictionaries, read and changed by dotted names."""


def get(settings, name, default=None):
    """The value at a name such as "screen.theme", or `default`."""
    at = settings
    for part in name.split("."):
        if part not in at:
            return default
        at = at[part]
    return at


def put(settings, name, value):
    *parents, last = name.split(".")
    at = settings
    for part in parents:
        if not isinstance(at.get(part), dict):
            at[part] = {}
        at = at[part]
    at[last] = value


def merge(base, extra):
    """A new dictionary: `extra` on top of `base`. None takes a setting away."""
    merged = dict(base)
    for key, value in extra.items():
        if value is None:
            merged.pop(key, None)
        elif isinstance(value, dict) and isinstance(merged.get(key), dict):
            merged[key] = merge(merged[key], value)
        else:
            merged[key] = value
    return merged
