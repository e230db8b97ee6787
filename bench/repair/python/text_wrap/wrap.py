def wrap(text, width):
    """Lines of at most `width` characters; a longer word is cut."""
    lines = []
    line = ""
    for word in text.split():
        while len(word) > width:
            if line:
                lines.append(line)
            lines.append(word[:width])
            word = word[width:]
        if not word:
            continue
        if not line:
            line = word
        elif len(line) + 1 + len(word) < width:
            line += " " + word
        else:
            lines.append(line)
            line = word
    if line:
        lines.append(line)
    return lines


def center(lines, width):
    return [line.center(width).rstrip() for line in lines]


def bullet(text, width, mark="* "):
    """A list item; further lines stand below the text of the first."""
    lines = wrap(text, width - len(mark))
    return [(mark if i == 0 else " " * len(mark)) + line for i, line in enumerate(lines)]
