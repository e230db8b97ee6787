import unittest

from tally.intervals import Interval, gaps, merge, total


def spans(*pairs):
    return [Interval(start, end) for start, end in pairs]


class IntervalTest(unittest.TestCase):
    def test_length(self):
        self.assertEqual(Interval(540, 600).length, 60)

    def test_refuses_to_end_before_it_starts(self):
        with self.assertRaises(ValueError):
            Interval(600, 540)
        with self.assertRaises(ValueError):
            Interval(600, 600)

    def test_overlaps(self):
        self.assertTrue(Interval(0, 10).overlaps(Interval(5, 15)))
        self.assertTrue(Interval(5, 15).overlaps(Interval(0, 10)))
        self.assertFalse(Interval(0, 10).overlaps(Interval(20, 30)))

    def test_neighbours_do_not_overlap(self):
        self.assertFalse(Interval(0, 10).overlaps(Interval(10, 20)))
        self.assertFalse(Interval(10, 20).overlaps(Interval(0, 10)))


class Merge(unittest.TestCase):
    def test_nothing(self):
        self.assertEqual(merge([]), [])

    def test_separate_blocks_stay_separate(self):
        self.assertEqual(merge(spans((0, 10), (20, 30))), spans((0, 10), (20, 30)))

    def test_a_pause_of_one_minute_separates(self):
        self.assertEqual(merge(spans((0, 10), (11, 20))), spans((0, 10), (11, 20)))

    def test_overlapping_blocks_become_one(self):
        self.assertEqual(merge(spans((0, 10), (5, 15))), spans((0, 15)))

    def test_a_block_inside_another_vanishes(self):
        self.assertEqual(merge(spans((0, 60), (10, 20), (50, 70))), spans((0, 70)))

    def test_blocks_without_a_pause_become_one(self):
        self.assertEqual(merge(spans((540, 615), (615, 660))), spans((540, 660)))

    def test_order_does_not_matter(self):
        self.assertEqual(merge(spans((20, 30), (0, 10), (5, 15))), spans((0, 15), (20, 30)))


class Total(unittest.TestCase):
    def test_counts_each_minute_once(self):
        self.assertEqual(total(spans((0, 10), (5, 15), (20, 30))), 25)

    def test_nothing(self):
        self.assertEqual(total([]), 0)


class Gaps(unittest.TestCase):
    def test_between_blocks(self):
        self.assertEqual(gaps(spans((0, 10), (30, 40), (15, 20))), spans((10, 15), (20, 30)))

    def test_none_in_one_block(self):
        self.assertEqual(gaps(spans((0, 10), (5, 15))), [])
