import unittest

import runs


class Hidden(unittest.TestCase):
    def test_lengths(self):
        for n in range(0, 1100):
            data = b"q" * n
            packed = runs.encode(data)
            self.assertEqual(len(packed), 2 * -(-n // 255))
            self.assertEqual(runs.decode(packed), data)
        self.assertEqual(runs.encode(b"a" * 256), b"\xffa\x01a")

    def test_mixed(self):
        data = bytes(range(256)) + b"\x00" * 300 + b"ab" * 20 + b"b" * 255
        self.assertEqual(runs.decode(runs.encode(data)), data)
