"""Settings in layers: the defaults, then each file, then the command line."""
import copy

DEFAULTS = {
    "editor": {"tab": 4, "theme": "light"},
    "paths": ["src"],
    "verbose": False,
}


class UnknownSetting(KeyError):
    pass


def merge(base, layer):
    """Puts `layer` over `base`, in place: tables are merged, lists are
    extended, everything else is replaced."""
    for key, value in layer.items():
        if key in base and isinstance(base[key], dict) and isinstance(value, dict):
            merge(base[key], value)
        elif key in base and isinstance(base[key], list) and isinstance(value, list):
            base[key].extend(value)
        else:
            base[key] = value
    return base


def parse_option(text):
    """`editor.tab=8` as a layer: {"editor": {"tab": 8}}."""
    path, _, raw = text.partition("=")
    value = {"true": True, "false": False}.get(raw, raw)
    if isinstance(value, str) and value.lstrip("-").isdigit():
        value = int(value)
    for name in reversed(path.split(".")):
        value = {name: value}
    return value


class Settings:
    def __init__(self, *layers, options=()):
        self.values = copy.copy(DEFAULTS)
        for layer in layers:
            merge(self.values, layer)
        for option in options:
            merge(self.values, parse_option(option))

    def get(self, path):
        value = self.values
        for name in path.split("."):
            if not isinstance(value, dict) or name not in value:
                raise UnknownSetting(path)
            value = value[name]
        return value
