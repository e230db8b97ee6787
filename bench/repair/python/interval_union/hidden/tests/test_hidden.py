import itertools
import unittest

from intervals import covered, gaps, merge


class Hidden(unittest.TestCase):
    def test_all_small(self):
        every = [(a, b) for a in range(5) for b in range(a + 1, 6)]
        for spans in itertools.product(every, repeat=3):
            cells = set()
            for a, b in spans:
                cells.update(range(a, b))
            self.assertEqual(covered(spans), len(cells), spans)
            out = merge(spans)
            self.assertEqual(out, sorted(out))
            for (_, high), (low, _) in zip(out, out[1:]):
                self.assertLess(high, low)
            got = set()
            for a, b in out:
                got.update(range(a, b))
            self.assertEqual(got, cells)
            free = set()
            for a, b in gaps(spans, 0, 5):
                free.update(range(a, b))
            self.assertEqual(free, set(range(5)) - cells)
