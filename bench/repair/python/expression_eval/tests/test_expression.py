import unittest

from expression import evaluate


class EvaluateTest(unittest.TestCase):
    def test_sums(self):
        self.assertEqual(evaluate("1 - 2 - 3"), -4)

    def test_precedence(self):
        self.assertEqual(evaluate("2 + 3 * (4 - 1)"), 11)

    def test_division(self):
        self.assertEqual(evaluate("8 / 2 / 2"), 2)

    def test_power_goes_right(self):
        self.assertEqual(evaluate("2 ^ 3 ^ 2"), 512)

    def test_minus(self):
        self.assertEqual(evaluate("--2"), 2)
        self.assertEqual(evaluate("-2 ^ 2"), -4)

    def test_errors(self):
        for text in ("", "1 +", "(1", "1 2", ")"):
            with self.assertRaises(SyntaxError):
                evaluate(text)
