class QuoteError(ValueError):
    pass


def split(line):
    """The words of a command line; quotes and backslashes as in a shell."""
    words = []
    word = None
    quote = None
    chars = iter(line)
    for c in chars:
        if quote is not None:
            if c == quote:
                quote = None
            elif c == "\\" and quote == '"':
                word += next(chars, "\\")
            else:
                word += c
        elif c in "'\"":
            quote = c
            word = word or ""
        elif c.isspace():
            if word is not None:
                words.append(word)
                word = None
        elif c == "\\":
            word = (word or "") + next(chars, "")
        elif c == "#" and word is None:
            break
        else:
            word = (word or "") + c
    if quote is not None:
        raise QuoteError("no closing " + quote)
    if word:
        words.append(word)
    return words


def join(words):
    return " ".join(quoted(word) for word in words)


def quoted(word):
    if word and all(c.isalnum() or c in "_-./" for c in word):
        return word
    return "'" + word.replace("'", "'\"'\"'") + "'"
