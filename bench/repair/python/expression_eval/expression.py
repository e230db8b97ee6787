import re


class Parser:
    """sum: product (+|- product)*; product: factor (*|/ factor)*; factor: -factor | power; power: atom [^ factor]"""

    def __init__(self, text):
        self.tokens = re.findall(r"\d+\.?\d*|\S", text)
        self.at = 0

    def peek(self):
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def take(self):
        token = self.peek()
        self.at += 1
        return token

    def sum(self):
        value = self.product()
        while self.peek() in ("+", "-"):
            if self.take() == "+":
                value += self.product()
            else:
                value -= self.product()
        return value

    def product(self):
        value = self.factor()
        while self.peek() in ("*", "/"):
            if self.take() == "*":
                value *= self.factor()
            else:
                value /= self.factor()
        return value

    def factor(self):
        if self.peek() == "-":
            self.take()
            return -self.factor()
        return self.power()

    def power(self):
        base = self.atom()
        if self.peek() == "^":
            self.take()
            return base ** self.atom()
        return base

    def atom(self):
        token = self.take()
        if token == "(":
            value = self.sum()
            if self.take() != ")":
                raise SyntaxError("missing )")
            return value
        if token is None or not token[0].isdigit():
            raise SyntaxError("unexpected %s" % token)
        return float(token) if "." in token else int(token)


def evaluate(text):
    parser = Parser(text)
    value = parser.sum()
    if parser.peek() is not None:
        raise SyntaxError("unexpected " + parser.peek())
    return value
