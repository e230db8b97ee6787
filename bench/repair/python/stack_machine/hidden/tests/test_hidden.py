import unittest

import machine


class Hidden(unittest.TestCase):
    def test_more(self):
        for a in range(-4, 5):
            for b in range(-4, 5):
                self.assertEqual(machine.Machine().run("%d %d -" % (a, b)), a - b)
                self.assertEqual(machine.Machine().run("%d %d +" % (a, b)), a + b)
