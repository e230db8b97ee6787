import unittest

from jobs import JobQueue


class JobQueueTest(unittest.TestCase):
    def test_by_priority(self):
        queue = JobQueue()
        for name, priority in (("mail", 5), ("pay", 1), ("log", 9)):
            queue.push(name, priority)
        self.assertEqual(list(queue.drain()), ["pay", "mail", "log"])

    def test_empty(self):
        with self.assertRaises(IndexError):
            JobQueue().pop()

    def test_cancel(self):
        queue = JobQueue()
        queue.push("a")
        self.assertTrue(queue.cancel("a"))
        self.assertFalse(queue.cancel("a"))
        self.assertEqual(len(queue), 0)

    def test_equal_in_order(self):
        queue = JobQueue()
        for name in ("beta", "alpha", "gamma"):
            queue.push(name, 2)
        self.assertEqual(list(queue.drain()), ["beta", "alpha", "gamma"])
