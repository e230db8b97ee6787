import random
import unittest

from jobs import JobQueue


class Hidden(unittest.TestCase):
    def test_against_a_list(self):
        rng = random.Random(2)
        for _ in range(50):
            queue, model, stamp = JobQueue(), {}, 0
            for _ in range(60):
                name = rng.choice("hgfedcba")
                do = rng.random()
                if do < 0.6:
                    priority = rng.randint(0, 2)
                    queue.push(name, priority)
                    model[name] = (priority, stamp)
                    stamp += 1
                elif do < 0.75:
                    self.assertEqual(queue.cancel(name), model.pop(name, None) is not None)
                elif model:
                    want = min(model, key=model.get)
                    self.assertEqual(queue.pop(), want)
                    del model[want]
                self.assertEqual(len(queue), len(model))
            self.assertEqual(list(queue.drain()), sorted(model, key=model.get))
