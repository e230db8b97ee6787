import unittest

from schema import ConfigError, Field, as_bool, load

SCHEMA = {
    "port": Field("int", required=True),
    "debug": Field("bool", default=False),
    "hosts": Field("list", default=[]),
}


class SchemaTest(unittest.TestCase):
    def test_load(self):
        out = load(SCHEMA, {"port": "80", "hosts": "a, b,"})
        self.assertEqual(out, {"port": 80, "debug": False, "hosts": ["a", "b"]})

    def test_missing(self):
        with self.assertRaises(ConfigError) as caught:
            load(SCHEMA, {})
        self.assertEqual(str(caught.exception), "port: is missing")

    def test_bad_number(self):
        with self.assertRaises(ConfigError):
            load(SCHEMA, {"port": "eighty"})

    def test_bad_bool(self):
        with self.assertRaises(ConfigError) as caught:
            load(SCHEMA, {"port": "1", "debug": "maybe"})
        self.assertEqual(caught.exception.key, "debug")

    def test_unknown(self):
        with self.assertRaises(ConfigError):
            load(SCHEMA, {"port": "1", "prot": "2"})

    def test_bool(self):
        self.assertIs(as_bool("YES"), True)
        self.assertIs(as_bool("0"), False)
