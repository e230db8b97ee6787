import unittest

from quote import CannotShip, Parcel, cheapest, quote


class QuoteTest(unittest.TestCase):
    def test_small_at_home(self):
        self.assertEqual(quote(Parcel(20, 15, 5, 480), "DE"), [("parcel to DE", 320), ("total", 320)])

    def test_volume_counts(self):
        self.assertEqual(quote(Parcel(60, 40, 40, 900), "DE")[-1], ("total", 1650))

    def test_zones(self):
        self.assertEqual(quote(Parcel(20, 15, 5, 800), "FR")[-1], ("total", 720))
        self.assertEqual(quote(Parcel(20, 15, 5, 800), "JP")[-1], ("total", 1080))

    def test_bulky_express(self):
        lines = quote(Parcel(10, 130, 10, 2500), "AT", express=True)
        self.assertEqual(lines, [("parcel to AT", 1104), ("bulky", 700), ("express", 900), ("total", 2704)])

    def test_no_express(self):
        with self.assertRaises(CannotShip):
            quote(Parcel(10, 10, 10, 100), "US", express=True)

    def test_insurance(self):
        small = Parcel(20, 15, 5, 100)
        self.assertEqual(quote(small, "DE", value=50000)[-1][1], 320)
        self.assertEqual(quote(small, "DE", value=70000)[-1][1], 520)
        self.assertEqual(quote(small, "DE", value=78950)[-1][1], 620)

    def test_cheapest(self):
        parcels = [Parcel(10, 10, 10, 40000), Parcel(10, 10, 10, 1500), Parcel(10, 10, 10, 300)]
        self.assertEqual(cheapest(parcels, "DE"), [(2, 320), (1, 520)])


if __name__ == "__main__":
    unittest.main()
