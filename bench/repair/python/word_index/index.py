import re
from collections import OrderedDict

STOP = {"a", "an", "and", "of", "the", "to"}


def words(text):
    return [w for w in re.findall(r"[a-z0-9]+", text.lower()) if w not in STOP]


class Index:
    def __init__(self):
        self.pages = OrderedDict()
        self.counts = {}

    def add(self, page, text):
        if page in self.pages:
            raise ValueError("page %s twice" % page)
        found = words(text)
        self.pages[page] = len(found)
        for word in found:
            on = self.counts.setdefault(word, {})
            on[page] = on.get(page, 0) + 1

    def pages_of(self, word):
        return sorted(self.counts.get(word.lower(), ()))

    def search(self, query):
        """Pages with at least one word of the query; the best first, then in order of adding."""
        scores = {}
        for word in words(query):
            for page, count in self.counts.get(word).items():
                scores[page] = scores.get(page, 0) + count / self.pages[page]
        order = list(self.pages)
        return sorted(scores, key=lambda page: (-scores[page], order.index(page)))
