import unittest

from changes import History


def made(*changes):
    history = History()
    for name, value in changes:
        history.set(name, value)
    return history


class HistoryTest(unittest.TestCase):
    def test_undo(self):
        history = made(("a", 1), ("a", 2))
        self.assertEqual(history.undo(), "a")
        self.assertEqual(history.values, {"a": 1})
        history.undo()
        self.assertEqual(history.values, {})

    def test_at(self):
        history = made(("a", 1), ("b", 5), ("a", 2))
        self.assertEqual(history.at(2), {"a": 1, "b": 5})

    def test_longest_run(self):
        history = made(("a", 1), ("b", 1), ("b", 2), ("a", 3))
        self.assertEqual(history.longest_run(), 2)

    def test_no_run(self):
        self.assertEqual(History().longest_run(), 0)
