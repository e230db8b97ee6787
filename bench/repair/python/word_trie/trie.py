"""A set of words with counts, that finds the words with a prefix and those that are nearly right."""


class Node:
    __slots__ = ("children", "count", "below")

    def __init__(self):
        self.children = {}
        self.count = 0  # how often the word that ends here was added
        self.below = 0  # how many words (not counting repeats) end here or below


class Trie:
    def __init__(self, words=()):
        self._root = Node()
        for word in words:
            self.add(word)

    def __len__(self):
        return self._root.below

    def __contains__(self, word):
        node = self._find(word)
        return node is not None and node.count > 0

    def _find(self, prefix):
        node = self._root
        for letter in prefix:
            node = node.children.get(letter)
            if node is None:
                return None
        return node

    def _path(self, word):
        nodes = [self._root]
        for letter in word:
            nodes.append(nodes[-1].children.setdefault(letter, Node()))
        return nodes

    def add(self, word, count=1):
        if not word or count < 1:
            raise ValueError("nothing to add")
        nodes = self._path(word)
        for node in nodes:
            node.below += 1
        nodes[-1].count += count

    def remove(self, word):
        """Forget a word, however often it was added; False if it is not there."""
        if word not in self:
            return False
        nodes = self._path(word)
        nodes[-1].count = 0
        for node in nodes:
            node.below -= 1
        for parent, letter, node in zip(nodes, word, nodes[1:]):
            if node.below == 0:
                del parent.children[letter]
                break
        return True

    def count(self, word):
        node = self._find(word)
        return node.count if node else 0

    def count_prefix(self, prefix):
        node = self._find(prefix)
        return node.below if node else 0

    def _walk(self, node, word):
        if node.count:
            yield word, node.count
        for letter in sorted(node.children):
            yield from self._walk(node.children[letter], word + letter)

    def words(self, prefix=""):
        node = self._find(prefix)
        if node is None:
            return []
        return [word for word, _ in self._walk(node, prefix)]

    def complete(self, prefix, limit=5):
        """The most frequent words with the prefix, equals by the alphabet."""
        node = self._find(prefix)
        if node is None:
            return []
        found = sorted(self._walk(node, prefix), key=lambda item: (-item[1], item[0]))
        return [word for word, _ in found[:limit]]

    def longest_prefix(self, text):
        """The longest word that `text` begins with, or None."""
        best = None
        node = self._root
        for i, letter in enumerate(text):
            node = node.children.get(letter)
            if node is None:
                break
            if node.count:
                best = text[:i + 1]
        return best

    def match(self, pattern):
        """The words of a pattern, in which `?` is any letter."""
        level = [("", self._root)]
        for letter in pattern:
            following = []
            for word, node in level:
                letters = sorted(node.children) if letter == "?" else [letter]
                following += [(word + c, node.children[c]) for c in letters if c in node.children]
            level = following
        return [word for word, node in level if node.count]
