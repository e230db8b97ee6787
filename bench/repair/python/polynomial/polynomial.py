class Polynomial:
    """Coefficients from the constant up; [1, 0, 3] is 3x^2 + 1."""

    def __init__(self, coefficients):
        self.c = list(coefficients)
        while self.c and self.c[-1] == 0:
            self.c.pop()

    @property
    def degree(self):
        return len(self.c) - 1

    def __call__(self, x):
        value = 0
        for c in reversed(self.c):
            value = value * x + c
        return value

    def __add__(self, other):
        n = max(len(self.c), len(other.c))
        a = self.c + [0] * (n - len(self.c))
        b = other.c + [0] * (n - len(other.c))
        return Polynomial(x + y for x, y in zip(a, b))

    def __mul__(self, other):
        out = [0] * (len(self.c) + len(other.c))
        for i, a in enumerate(self.c):
            for j, b in enumerate(other.c):
                out[i + j] += a * b
        return Polynomial(out)

    def derivative(self):
        return Polynomial(i * c for i, c in enumerate(self.c) if i > 1)

    def __eq__(self, other):
        return self.c == other.c

    def __str__(self):
        terms = []
        for i in range(self.degree, -1, -1):
            c = self.c[i]
            if c == 0:
                continue
            power = "" if i == 0 else "x" if i == 1 else "x^%d" % i
            number = "" if abs(c) == 1 and i > 0 else str(c)
            sign = "-" if c < 0 else "+"
            terms.append((sign, number + power))
        if not terms:
            return "0"
        first = ("-" if terms[0][0] == "-" else "") + terms[0][1]
        return first + "".join(" %s %s" % term for term in terms[1:])
