import unittest

from routes import NoRoute, RoadNet


class Hidden(unittest.TestCase):
    def test_close_everything(self):
        net = RoadNet()
        for i in range(5):
            net.add(i, i + 1, 2)
        self.assertEqual(net.minutes(0, 5), 10)
        self.assertEqual(net.minutes(5, 0), 10)
        self.assertEqual(net.minutes(3, 5), 4)
        net.close(3, 2)
        for a, b in [(0, 5), (5, 0), (2, 3), (3, 2)]:
            with self.assertRaises(NoRoute):
                net.minutes(a, b)
        self.assertEqual(net.minutes(3, 5), 4)
        self.assertEqual(net.minutes(0, 2), 4)
        self.assertEqual(net.nearest(0, [5, 3, 1]), 1)

    def test_searches(self):
        net = RoadNet()
        net.add("a", "b", 1)
        net.add("b", "c", 1)
        for _ in range(3):
            net.minutes("a", "b")
            net.minutes("b", "c")
        self.assertEqual(net.searches, 2)
        net.close("b", "c")
        for _ in range(3):
            net.minutes("a", "b")
        self.assertEqual(net.searches, 3)
        with self.assertRaises(KeyError):
            net.close("b", "c")
