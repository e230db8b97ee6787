import heapq


class JobQueue:
    """Jobs by priority (small first); equal ones in the order they came."""

    def __init__(self):
        self._heap = []
        self._live = {}
        self._next = 0

    def push(self, name, priority=0):
        if name in self._live:
            self.cancel(name)
        entry = [priority, self._next, name]
        self._live[name] = entry
        heapq.heappush(self._heap, entry)

    def cancel(self, name):
        entry = self._live.pop(name, None)
        if entry is None:
            return False
        entry[2] = ""
        return True

    def pop(self):
        while self._heap:
            _, _, name = heapq.heappop(self._heap)
            if name:
                del self._live[name]
                return name
        raise IndexError("no job")

    def drain(self):
        while self._live:
            yield self.pop()

    def __len__(self):
        return len(self._live)
