class IniError(Exception):
    def __init__(self, line, message):
        super().__init__("line %d: %s" % (line, message))
        self.line = line


def parse(text):
    """{section: {key: value}}; keys are lower case, section "" is what comes first."""
    sections = {"": {}}
    current = sections[""]
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if not line or line[0] in "#;":
            continue
        if line.startswith("["):
            if not line.endswith("]"):
                raise IniError(number, "missing ]")
            name = line[1:-1].strip()
            current = sections.setdefault(name, {})
            continue
        key, found, value = line.partition("=")
        if not found:
            raise IniError(number, "missing =")
        current[key.strip().lower()] = unquote(value)
    return sections


def unquote(value):
    if len(value) >= 2 and value[0] == value[-1] == '"':
        return value[1:-1]
    return value


def get(sections, path, default=None):
    """The value of "section.key"."""
    section, _, key = path.rpartition(".")
    return sections.get(section, {}).get(key.lower(), default)
