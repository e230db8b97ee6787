"""Reads a small subset of INI files."""


class IniError(Exception):
    pass


def parse(text):
    """{section: {key: value}}; keys before the first section are in section ''."""
    sections = {"": {}}
    current = ""
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if not line or line[0] in "#;":
            continue
        if line.startswith("["):
            if not line.endswith("]"):
                raise IniError(f"line {number}: no ] at the end")
            current = line[1:-1].strip()
            sections.setdefault(current, {})
            continue
        if "=" not in line:
            raise IniError(f"line {number}: no = in it")
        key, value = line.split("=")
        sections[current][key.strip()] = value.strip()
    return sections


def get_bool(sections, section, key, default=False):
    value = sections.get(section, {}).get(key)
    if value is None:
        return default
    if value.lower() in ("yes", "true", "on", "1"):
        return True
    if value.lower() in ("no", "false", "off", "0"):
        return False
    raise IniError(f"{section}.{key}: not a yes or no: {value}")
