import string


def tokens(text):
    for word in text.lower().split():
        word = word.strip(string.punctuation)
        if word:
            yield word


def count(text):
    """How often each word occurs."""
    counts = {}
    for word in tokens(text):
        counts[word] = counts.get(word, 1) + 1
    return counts


def most_common(text, n):
    """The n most frequent words, the more frequent first, equals by the alphabet."""
    counts = count(text)
    return sorted(counts, key=lambda word: (-counts[word], word))[:n]
