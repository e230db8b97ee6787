import unittest

from changes import History


class Hidden(unittest.TestCase):
    def test_runs(self):
        history = History()
        history.set("a", 1)
        self.assertEqual(history.longest_run(), 1)
        for value in range(5):
            history.set("b", value)
        self.assertEqual(history.longest_run(), 5)
        for value in range(7):
            history.set("a" if value % 2 else "c", value)
        self.assertEqual(history.longest_run(), 5)
