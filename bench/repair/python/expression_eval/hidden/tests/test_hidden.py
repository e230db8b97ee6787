import random
import unittest

from expression import evaluate


def make(rng, depth):
    if depth == 0 or rng.random() < 0.2:
        return str(rng.randint(1, 5))
    kind = rng.random()
    if kind < 0.15:
        return "(" + make(rng, depth - 1) + ")"
    if kind < 0.3:
        return "-" + make(rng, depth - 1)
    return make(rng, depth - 1) + rng.choice(["+", "-", "*", " - "]) + make(rng, depth - 1)


class Hidden(unittest.TestCase):
    def test_like_python(self):
        rng = random.Random(7)
        for _ in range(300):
            text = make(rng, 4)
            self.assertEqual(evaluate(text), eval(text), text)

    def test_powers(self):
        for text in ("2^3^2", "2^-1", "-2^2", "2^-2^2", "3*2^2", "2^2*3", "(1+1)^(1+2)", "2^2^0^3", "2^2-1", "-2^-2", "1.5^2", "2^--2"):
            self.assertEqual(evaluate(text), eval(text.replace("^", "**")), text)
        self.assertEqual(evaluate("10/4"), 2.5)
