class ConfigError(Exception):
    def __init__(self, key, message):
        super().__init__("%s: %s" % (key, message))
        self.key = key


def as_bool(text):
    words = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
    try:
        return words[text.lower()]
    except KeyError:
        raise KeyError("not yes or no: " + text)


def as_list(text):
    return [part.strip() for part in text.split(",") if part.strip()]


KINDS = {"int": int, "float": float, "str": str, "bool": as_bool, "list": as_list}


class Field:
    def __init__(self, kind, default=None, required=False):
        self.convert = KINDS[kind]
        self.default = default
        self.required = required


def load(schema, values):
    """The values in their types; ConfigError for all that is wrong with them."""
    out = {}
    for key, field in schema.items():
        if key not in values:
            if field.required:
                raise ConfigError(key, "is missing")
            out[key] = field.default
            continue
        try:
            out[key] = field.convert(values[key])
        except ValueError as error:
            raise ConfigError(key, str(error)) from error
    unknown = sorted(set(values) - set(schema))
    if unknown:
        raise ConfigError(unknown[0], "is unknown")
    return out
