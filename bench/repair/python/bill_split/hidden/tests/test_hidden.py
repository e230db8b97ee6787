import unittest

import bill


class Hidden(unittest.TestCase):
    def test_split(self):
        for n in range(1, 7):
            people = ["p%d" % i for i in range(n)]
            for total in range(0, 40):
                shares = bill.split(total, people)
                self.assertEqual(sum(shares.values()), total)
                values = [shares[p] for p in people]
                self.assertEqual(values, sorted(values, reverse=True))
                self.assertLessEqual(values[0] - values[-1], 1)

    def test_settle(self):
        for total in range(1, 50):
            shares = bill.split(total, ["a", "b", "c"])
            paid = {"a": total // 3, "c": total - total // 3}
            for who, to, cents in bill.settle(paid, shares):
                self.assertGreater(cents, 0)
                paid[who] = paid.get(who, 0) + cents
                paid[to] -= cents
            self.assertEqual({k: paid.get(k, 0) for k in shares}, shares)
