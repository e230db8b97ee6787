import unittest

import units


class UnitsTest(unittest.TestCase):
    def test_same(self):
        self.assertEqual(units.convert(3, "kg", "kg"), 3)

    def test_up(self):
        self.assertAlmostEqual(units.convert(1500, "m", "km"), 1.5)

    def test_down(self):
        self.assertAlmostEqual(units.convert(2, "m", "cm"), 200)

    def test_kinds(self):
        with self.assertRaises(units.UnitError):
            units.convert(1, "m", "kg")

    def test_parse(self):
        self.assertEqual(units.parse(" -2.5 km"), (-2.5, "km"))
        for text in ("5", "km", "5 apples"):
            with self.assertRaises(units.UnitError):
                units.parse(text)

    def test_total_of_one_unit(self):
        self.assertEqual(units.total(["1 m", "2 m"], "m"), 3)
