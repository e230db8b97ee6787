import unittest

from islands import flood, islands, cells_of


def slow(rows):
    label = {cell: cell for cell in cells_of(rows)}
    for _ in range(len(label) + 1):
        for y, x in label:
            for near in ((y + 1, x), (y - 1, x), (y, x + 1), (y, x - 1)):
                if near in label:
                    label[(y, x)] = min(label[(y, x)], label[near])
    names = list(label.values())
    return sorted((names.count(n) for n in set(names)), reverse=True)


class Hidden(unittest.TestCase):
    def test_all_of_3_by_4(self):
        for bits in range(1 << 12):
            rows = ["".join(".#"[bits >> (r * 4 + c) & 1] for c in range(4)) for r in range(3)]
            self.assertEqual(islands(rows), slow(rows), rows)

    def test_flood(self):
        order = flood((0, 0), cells_of(["###", "###", "###"]))
        self.assertEqual(len(order), len(set(order)))
        self.assertEqual(len(order), 9)
