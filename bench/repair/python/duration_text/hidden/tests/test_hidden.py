import unittest

import duration


class Hidden(unittest.TestCase):
    def test_clock(self):
        for h in (0, 1, 9, 23, 24, 100):
            for m in (0, 1, 30, 59):
                for s in (0, 7, 59):
                    self.assertEqual(duration.clock(h * 3600 + m * 60 + s), "%02d:%02d:%02d" % (h, m, s))

    def test_words(self):
        self.assertEqual(duration.words(60), "1m")
        self.assertEqual(duration.words(3601), "1h 1s")
        self.assertEqual(duration.words(86400 * 10 + 61), "10d 1m")
        for n in range(0, 3600, 7):
            self.assertEqual(duration.parse(duration.words(n)), n)
