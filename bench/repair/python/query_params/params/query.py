from params.encoding import decode, encode


class Query:
    """The parameters of an address in their order; a name may come several times."""

    def __init__(self, pairs=()):
        self._pairs = list(pairs)

    @classmethod
    def parse(cls, text):
        pairs = []
        for part in text.lstrip("?").split("&"):
            if not part:
                continue
            name, _, value = part.partition("=")
            pairs.append((decode(name), decode(value)))
        return cls(pairs)

    def __str__(self):
        return "&".join(encode(name) + "=" + encode(value) for name, value in self._pairs)

    def __iter__(self):
        return iter(self._pairs)

    def __len__(self):
        return len(self._pairs)

    def names(self):
        return list(dict.fromkeys(name for name, _ in self._pairs))

    def all(self, name):
        return [value for key, value in self._pairs if key == name]

    def get(self, name, default=None):
        values = self.all(name)
        return values[-1] if values else default

    def integer(self, name, default, low=None, high=None):
        """A number; `default` if it is missing or none, and kept between low and high."""
        try:
            value = int(self.get(name, ""))
        except ValueError:
            return default
        if low is not None:
            value = max(low, value)
        if high is not None:
            value = min(high, value)
        return value

    def flag(self, name):
        """`?x`, `?x=1`, `?x=yes` and `?x=true` are on."""
        value = self.get(name)
        return value is not None and value.lower() in ("", "1", "yes", "true", "on")

    def without(self, *names):
        return Query((name, value) for name, value in self._pairs if name not in names)

    def replace(self, **changes):
        """A query with these values in the place of the old ones, at the end if they are new."""
        pairs = []
        left = dict(changes)
        for name, value in self._pairs:
            if name not in changes:
                pairs.append((name, value))
            elif name in left:
                pairs.append((name, str(left.pop(name))))
        pairs += [(name, str(value)) for name, value in left.items()]
        return Query(pairs)
