import unittest

from schema import ConfigError, Field, as_bool, load


class Hidden(unittest.TestCase):
    def test_as_bool(self):
        for text in ("maybe", "", "2", "y", "truee"):
            with self.assertRaises(ValueError):
                as_bool(text)
            with self.assertRaises(ConfigError) as caught:
                load({"k": Field("bool")}, {"k": text})
            self.assertEqual(str(caught.exception), "k: not yes or no: " + text)
            self.assertIsInstance(caught.exception.__cause__, ValueError)

    def test_kinds(self):
        for kind, text, want in (("int", "7", 7), ("float", "1.5", 1.5), ("str", "x", "x"), ("bool", "False", False), ("list", ",", [])):
            self.assertEqual(load({"k": Field(kind)}, {"k": text}), {"k": want})
        for kind in ("int", "float"):
            with self.assertRaises(ConfigError):
                load({"k": Field(kind)}, {"k": "x"})

    def test_other_errors_are_not_hidden(self):
        field = Field("str")
        field.convert = lambda text: {}[text]
        with self.assertRaises(KeyError):
            load({"k": field}, {"k": "x"})
