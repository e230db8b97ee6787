import unittest

import search


class Visible(unittest.TestCase):
    def test_found(self):
        self.assertEqual(search.find([1, 3, 5], 3), 1)
        self.assertEqual(search.find([1, 3, 5], 5), 2)

    def test_not_found(self):
        self.assertEqual(search.find([1, 3, 5], 4), -1)
        self.assertEqual(search.find([], 4), -1)

    def test_position(self):
        self.assertEqual(search.insert_position([1, 3, 5], 4), 2)
