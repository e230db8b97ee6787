"""The fastest ways through a net of roads."""
import heapq


class NoRoute(Exception):
    pass


class RoadNet:
    def __init__(self):
        self.roads = {}
        self.cache = {}
        self.searches = 0

    def add(self, a, b, minutes):
        """A road in both directions; replaces one that is there."""
        self.roads.setdefault(a, {})[b] = minutes
        self.roads.setdefault(b, {})[a] = minutes
        self.cache.clear()

    def close(self, a, b):
        if b not in self.roads.get(a, {}):
            raise KeyError((a, b))
        del self.roads[a][b]
        del self.roads[b][a]

    def times(self, start):
        """Minutes from `start` to all that can be reached. Kept until the
        roads change."""
        if start not in self.cache:
            self.cache[start] = self._search(start)
        return self.cache[start]

    def _search(self, start):
        self.searches += 1
        times = {}
        waiting = [(0, start)]
        while waiting:
            minutes, place = heapq.heappop(waiting)
            if place in times:
                continue
            times[place] = minutes
            for other, more in self.roads.get(place, {}).items():
                if other not in times:
                    heapq.heappush(waiting, (minutes + more, other))
        return times

    def minutes(self, a, b):
        try:
            return self.times(a)[b]
        except KeyError:
            raise NoRoute(f"{a} to {b}") from None

    def nearest(self, start, places):
        """The place that is reached first; None if none can be reached."""
        times = self.times(start)
        reached = [p for p in places if p in times]
        return min(reached, key=lambda p: (times[p], p), default=None)
