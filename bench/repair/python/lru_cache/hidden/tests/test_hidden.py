import unittest

import cache


class Hidden(unittest.TestCase):
    def test_more(self):
        c = cache.Cache(3)
        for i in range(10):
            c.put(i, i)
        self.assertEqual([c.get(i) for i in range(10)], [None] * 7 + [7, 8, 9])
        c.get(7)
        c.put(10, 10)
        self.assertIsNone(c.get(8))
