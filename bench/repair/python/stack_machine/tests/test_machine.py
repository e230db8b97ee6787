import unittest

import machine


class Visible(unittest.TestCase):
    def test_sum(self):
        self.assertEqual(machine.Machine().run("1 2 + 3 *"), 9)

    def test_difference(self):
        self.assertEqual(machine.Machine().run("5 3 -"), 2)
        self.assertEqual(machine.Machine().run("1 dup -"), 0)

    def test_errors(self):
        with self.assertRaises(machine.MachineError):
            machine.Machine().run("+")
        with self.assertRaises(machine.MachineError):
            machine.Machine().run("1 2")
