import unittest

import search


class Hidden(unittest.TestCase):
    def test_all(self):
        for n in range(12):
            items = list(range(0, 2 * n, 2))
            for wanted in range(-1, 2 * n + 1):
                expected = items.index(wanted) if wanted in items else -1
                self.assertEqual(search.find(items, wanted), expected)
