import random
import unittest

from editor import Document


class Hidden(unittest.TestCase):
    def test_against_states(self):
        rng = random.Random(1)
        for _ in range(80):
            doc = Document("start")
            states, at = ["start"], 0
            for _ in range(40):
                do = rng.choice(["insert", "delete", "undo", "redo", "undo"])
                if do == "undo":
                    self.assertEqual(doc.undo(), at > 0)
                    at = max(0, at - 1)
                elif do == "redo":
                    self.assertEqual(doc.redo(), at < len(states) - 1)
                    at = min(len(states) - 1, at + 1)
                else:
                    text = states[at]
                    pos = rng.randint(0, len(text))
                    if do == "insert":
                        doc.insert(pos, "xy")
                        new = text[:pos] + "xy" + text[pos:]
                    else:
                        doc.delete(pos, 2)
                        new = text[:pos] + text[pos + 2:]
                    if do == "insert" or new != text:
                        states = states[:at + 1] + [new]
                        at += 1
                self.assertEqual(doc.text, states[at])
