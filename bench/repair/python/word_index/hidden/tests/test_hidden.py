import random
import unittest
from fractions import Fraction

from index import Index


class Hidden(unittest.TestCase):
    def test_against_counting(self):
        rng = random.Random(8)
        vocabulary = ["red", "blue", "car", "house", "the", "of", "sun"]
        for _ in range(80):
            texts = [[rng.choice(vocabulary) for _ in range(8)] for _ in range(4)]
            index = Index()
            for i, text in enumerate(texts):
                index.add(i, " ".join(text))
            query = rng.sample(vocabulary, 2) + ["nothing"]
            scores = {}
            for i, text in enumerate(texts):
                real = [w for w in text if w not in ("the", "of")]
                hits = sum(real.count(w) for w in query)
                if hits:
                    scores[i] = Fraction(hits, len(real))
            got = index.search(" ".join(query))
            self.assertEqual(sorted(got), sorted(scores))
            for a, b in zip(got, got[1:]):
                self.assertGreaterEqual(float(scores[a]) + 1e-9, float(scores[b]))
        self.assertEqual(Index().search("x"), [])
        self.assertEqual(Index().search(""), [])
