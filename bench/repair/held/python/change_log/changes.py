"""A log of changes of numbers, from which any earlier state can be had again."""


class History:
    def __init__(self):
        self.changes = []  # (name, before, after), the oldest first
        self.values = {}

    def set(self, name, value):
        before = self.values.get(name)
        if before == value:
            return False
        self.changes.append((name, before, value))
        self.values[name] = value
        return True

    def at(self, count):
        """The state after the first `count` changes."""
        state = {}
        for name, _, after in self.changes[:count]:
            state[name] = after
        return state

    def undo(self):
        if not self.changes:
            return None
        name, before, _ = self.changes.pop()
        if before is None:
            del self.values[name]
        else:
            self.values[name] = before
        return name

    def longest_run(self):
        """Most changes of one name in a row."""
        best = run = 0
        last = None
        for name, _, _ in self.changes:
            run = run + 1 if name == last else 0
            last = name
            best = max(best, run)
        return best
