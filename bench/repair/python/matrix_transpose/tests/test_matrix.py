import unittest

import matrix


class Visible(unittest.TestCase):
    def test_transpose(self):
        self.assertEqual(matrix.transpose([[1, 2, 3], [4, 5, 6]]), [[1, 4], [2, 5], [3, 6]])
        self.assertEqual(matrix.transpose([[1, 2], [3, 4]]), [[1, 3], [2, 4]])

    def test_multiply(self):
        self.assertEqual(matrix.multiply([[1, 2]], [[3], [4]]), [[11]])
        self.assertEqual(matrix.multiply(matrix.identity(2), [[5, 6], [7, 8]]), [[5, 6], [7, 8]])
