import unittest

import nested


class Hidden(unittest.TestCase):
    def test_more(self):
        self.assertEqual(nested.flatten([]), [])
        self.assertEqual(nested.flatten([[], [[]]]), [])
        self.assertEqual(nested.flatten([["ab"], "c"]), ["ab", "c"])
