import re

from sheet import address

TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?)|([A-Za-z]+\d+(?::[A-Za-z]+\d+)?)|([A-Za-z]+)|(.))")
FUNCTIONS = {"SUM": sum, "MIN": min, "MAX": max, "COUNT": len}


class CellError(Exception):
    pass


class Sheet:
    def __init__(self):
        self._cells = {}

    def set(self, where, content):
        """A number, a text, or a formula that begins with "="."""
        self._cells[where.upper()] = content

    def value(self, where):
        return self._value(where.upper(), [])

    def _value(self, where, trail):
        if where in trail:
            raise CellError("cycle: " + " -> ".join(trail + [where]))
        content = self._cells.get(where)
        if not (isinstance(content, str) and content.startswith("=")):
            return content
        trail.append(where)
        return Formula(self, content[1:], trail).result()


class Formula:
    """Evaluates + - * / ( ), numbers, cells, and functions of ranges; an empty cell is 0."""

    def __init__(self, sheet, text, trail):
        self.sheet = sheet
        self.trail = trail
        self.tokens = [match.groups() for match in TOKEN.finditer(text.rstrip())]
        self.at = 0

    def sign(self):
        return self.tokens[self.at][3] if self.at < len(self.tokens) else None

    def result(self):
        value = self.sum()
        if self.at < len(self.tokens):
            raise CellError("what follows the formula?")
        return value

    def sum(self):
        value = self.product()
        while self.sign() in ("+", "-"):
            sign = self.sign()
            self.at += 1
            other = self.product()
            value = value + other if sign == "+" else value - other
        return value

    def product(self):
        value = self.atom()
        while self.sign() in ("*", "/"):
            sign = self.sign()
            self.at += 1
            other = self.atom()
            if sign == "/" and other == 0:
                raise CellError("division by zero")
            value = value * other if sign == "*" else value / other
        return value

    def expect(self, sign):
        if self.sign() != sign:
            raise CellError("missing " + sign)
        self.at += 1

    def number(self, where):
        value = self.sheet._value(where, self.trail)
        if value is None:
            return 0
        if isinstance(value, str):
            raise CellError("not a number: " + where)
        return value

    def atom(self):
        if self.at >= len(self.tokens):
            raise CellError("unexpected end")
        number, cell, function, sign = self.tokens[self.at]
        self.at += 1
        if number:
            return float(number) if "." in number else int(number)
        if cell:
            return self.number(cell.upper())
        if function:
            return self.call(function.upper())
        if sign == "-":
            return -self.atom()
        if sign != "(":
            raise CellError("unexpected " + sign)
        value = self.sum()
        self.expect(")")
        return value

    def call(self, function):
        """Functions see the numbers of a range only, neither texts nor empty cells."""
        if function not in FUNCTIONS:
            raise CellError("no function " + function)
        self.expect("(")
        cell = self.tokens[self.at][1] if self.at < len(self.tokens) else None
        if not cell:
            raise CellError("a range is needed")
        self.at += 1
        self.expect(")")
        values = [self.sheet._value(where, self.trail) for where in address.cells(cell)]
        values = [value for value in values if value is not None and not isinstance(value, str)]
        if function in ("MIN", "MAX") and not values:
            return 0
        return FUNCTIONS[function](values)
