class Cache:
    """Keeps the `size` entries that were used last."""

    def __init__(self, size):
        self.size = size
        self.entries = {}
        self.order = []

    def get(self, key, default=None):
        if key not in self.entries:
            return default
        self.order.remove(key)
        self.order.append(key)
        return self.entries[key]

    def put(self, key, value):
        if key in self.entries:
            self.order.remove(key)
        elif len(self.entries) >= self.size:
            oldest = self.order.pop()
            del self.entries[oldest]
        self.entries[key] = value
        self.order.append(key)

    def __len__(self):
        return len(self.entries)
