import unittest

import matrix


class Hidden(unittest.TestCase):
    def test_more(self):
        self.assertEqual(matrix.transpose([]), [])
        self.assertEqual(matrix.transpose([[1]]), [[1]])
        self.assertEqual(matrix.transpose([[1], [2], [3]]), [[1, 2, 3]])
        self.assertEqual(matrix.transpose([[1, 2, 3, 4]]), [[1], [2], [3], [4]])
