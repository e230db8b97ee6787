import unittest

import units


class Hidden(unittest.TestCase):
    def test_table(self):
        meters = {"mm": 0.001, "cm": 0.01, "m": 1, "km": 1000, "in": 0.0254, "ft": 0.3048}
        for a in meters:
            for b in meters:
                for value in (0, 1, 7, -2.5):
                    self.assertAlmostEqual(units.convert(value, a, b), value * meters[a] / meters[b])

    def test_rest(self):
        self.assertAlmostEqual(units.total(["1 m", "50 cm", "1 in"], "cm"), 152.54)
        self.assertEqual(units.readable(2500, "g"), "2.5 kg")
        self.assertEqual(units.readable(0.25, "kg"), "250 g")
