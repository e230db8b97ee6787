import unittest

import cache


class Visible(unittest.TestCase):
    def test_get(self):
        c = cache.Cache(2)
        c.put("a", 1)
        self.assertEqual(c.get("a"), 1)
        self.assertIsNone(c.get("b"))

    def test_oldest_goes(self):
        c = cache.Cache(2)
        c.put("a", 1)
        c.put("b", 2)
        c.get("a")
        c.put("c", 3)
        self.assertIsNone(c.get("b"))
        self.assertEqual(c.get("a"), 1)
        self.assertEqual(len(c), 2)

    def test_replace(self):
        c = cache.Cache(1)
        c.put("a", 1)
        c.put("a", 2)
        self.assertEqual(c.get("a"), 2)
