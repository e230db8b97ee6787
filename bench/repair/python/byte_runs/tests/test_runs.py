import unittest

import runs


class RunsTest(unittest.TestCase):
    def test_encode(self):
        self.assertEqual(runs.encode(b"aaab"), b"\x03a\x01b")

    def test_empty(self):
        self.assertEqual(runs.encode(b""), b"")
        self.assertEqual(runs.ratio(b""), 1.0)

    def test_decode(self):
        self.assertEqual(runs.decode(b"\x02x\x01y"), b"xxy")

    def test_bad(self):
        for data in (b"a", b"\x00a"):
            with self.assertRaises(ValueError):
                runs.decode(data)

    def test_long_run(self):
        data = b"z" * 1000
        self.assertEqual(runs.decode(runs.encode(data)), data)

    def test_ratio(self):
        self.assertEqual(runs.ratio(b"ab"), 2.0)
