import unittest

from loader import BadLine, load, total


class LoaderTest(unittest.TestCase):
    def test_good(self):
        records, errors = load("1;pen;2.50\n\n2;ink;10")
        self.assertEqual(total(records), 12.5)
        self.assertEqual(errors, [])

    def test_strict(self):
        with self.assertRaises(BadLine):
            load("1;pen;2.50\nx;ink;10")

    def test_lenient(self):
        records, errors = load("1;pen;2.50\nx;ink;10\n3;cap;1", strict=False)
        self.assertEqual([record["id"] for record in records], [1, 3])
        self.assertEqual(errors, [(2, "not a number: x")])
