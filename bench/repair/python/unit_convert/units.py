import re

FACTORS = {
    "length": {"mm": 0.001, "cm": 0.01, "m": 1.0, "km": 1000.0, "in": 0.0254, "ft": 0.3048},
    "mass": {"g": 0.001, "kg": 1.0, "t": 1000.0},
}


class UnitError(ValueError):
    pass


def kind_of(unit):
    for kind, factors in FACTORS.items():
        if unit in factors:
            return kind
    raise UnitError("unknown unit " + unit)


def convert(value, source, target):
    kind = kind_of(source)
    if kind_of(target) != kind:
        raise UnitError("%s is no %s" % (target, kind))
    factors = FACTORS[kind]
    return value * factors[target] / factors[source]


def parse(text):
    match = re.fullmatch(r"\s*(-?\d+(?:\.\d+)?)\s*([a-z]+)\s*", text)
    if not match:
        raise UnitError("cannot read " + text)
    kind_of(match.group(2))
    return float(match.group(1)), match.group(2)


def total(texts, target):
    """The sum of texts like "3 cm", in the target unit."""
    return sum(convert(*parse(text), target) for text in texts)


def readable(value, unit):
    """The same in the largest unit in which it is at least 1."""
    factors = FACTORS[kind_of(unit)]
    best = None
    for other in factors:
        here = convert(value, unit, other)
        if here >= 1 and (best is None or here < convert(value, unit, best)):
            best = other
    best = best or unit
    return "%g %s" % (convert(value, unit, best), best)
