import functools
import random
import unittest

from league import table


class Hidden(unittest.TestCase):
    def test_random(self):
        rng = random.Random(5)
        for _ in range(100):
            games = []
            teams = "ABCDEF"
            for i, home in enumerate(teams):
                for away in teams[i + 1:]:
                    if rng.random() < 0.5:
                        games.append((home, rng.randint(0, 2), away, rng.randint(0, 2)))
            stats = {}
            for h, hg, a, ag in games:
                for n, x, y in ((h, hg, ag), (a, ag, hg)):
                    s = stats.setdefault(n, [0, 0, 0])
                    s[0] += 3 if x > y else 1 if x == y else 0
                    s[1] += x - y
                    s[2] += x

            def order(p, q):
                if stats[p] != stats[q]:
                    return -1 if stats[p] > stats[q] else 1
                return -1 if p < q else 1

            want = sorted(stats, key=functools.cmp_to_key(order))
            self.assertEqual([r.name for r in table(games)], want)
