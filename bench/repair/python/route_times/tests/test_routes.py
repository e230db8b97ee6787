import unittest

from routes import NoRoute, RoadNet


class Visible(unittest.TestCase):
    def setUp(self):
        self.net = RoadNet()
        self.net.add("a", "b", 5)
        self.net.add("b", "c", 5)
        self.net.add("a", "c", 12)

    def test_fastest(self):
        self.assertEqual(self.net.minutes("a", "c"), 10)
        self.assertEqual(self.net.minutes("c", "a"), 10)

    def test_new_road(self):
        self.assertEqual(self.net.minutes("a", "c"), 10)
        self.net.add("a", "c", 7)
        self.assertEqual(self.net.minutes("a", "c"), 7)

    def test_searches_once(self):
        self.net.minutes("a", "b")
        self.net.minutes("a", "c")
        self.net.nearest("a", ["c"])
        self.assertEqual(self.net.searches, 1)

    def test_no_route(self):
        with self.assertRaises(NoRoute):
            self.net.minutes("a", "x")

    def test_nearest(self):
        self.assertEqual(self.net.nearest("a", ["c", "b", "x"]), "b")
        self.assertIsNone(self.net.nearest("a", ["x"]))

    def test_closed(self):
        self.assertEqual(self.net.minutes("a", "c"), 10)
        self.net.close("b", "c")
        self.assertEqual(self.net.minutes("a", "c"), 12)

    def test_nothing_to_close(self):
        with self.assertRaises(KeyError):
            self.net.close("a", "x")
