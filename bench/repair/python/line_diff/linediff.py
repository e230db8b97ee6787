"""Compares two texts by lines and tells the difference as a unified diff does."""


def common_table(old, new):
    """table[i][j]: the length of the longest common sequence of old[i:] and new[j:]."""
    table = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            if old[i] == new[j]:
                table[i][j] = table[i + 1][j + 1] + 1
            else:
                table[i][j] = max(table[i + 1][j], table[i][j + 1])
    return table


def edits(old, new):
    """Pairs of a sign (" ", "-" or "+") and a line; removed lines before added ones."""
    table = common_table(old, new)
    result = []
    i = j = 0
    while i < len(old) and j < len(new):
        if old[i] == new[j]:
            result.append((" ", old[i]))
            i += 1
            j += 1
        elif table[i + 1][j] >= table[i][j + 1]:
            result.append(("-", old[i]))
            i += 1
        else:
            result.append(("+", new[j]))
            j += 1
    result += [("-", line) for line in old[i:]]
    result += [("+", line) for line in new[j:]]
    return result


def hunks(changes, context):
    """Ranges (start, end) of `changes` that belong together, with the lines around them."""
    ranges = []
    for index, (sign, _) in enumerate(changes):
        if sign == " ":
            continue
        start = max(0, index - context)
        end = min(len(changes), index + context)
        if ranges and start <= ranges[-1][1]:
            ranges[-1] = (ranges[-1][0], end)
        else:
            ranges.append((start, end))
    return ranges


def _span(line, count):
    # an empty range names the line before it
    if count == 0:
        return "%d,0" % line
    return str(line + 1) if count == 1 else "%d,%d" % (line + 1, count)


def unified(old_text, new_text, context=3):
    """The lines of a unified diff, without file names; none if the texts are equal."""
    changes = edits(old_text.splitlines(), new_text.splitlines())
    out = []
    old_line = new_line = position = 0
    for start, end in hunks(changes, context):
        # between two hunks there are unchanged lines only
        old_line += start - position
        new_line += start - position
        part = changes[start:end]
        old_count = sum(1 for sign, _ in part if sign != "+")
        new_count = sum(1 for sign, _ in part if sign != "-")
        out.append("@@ -%s +%s @@" % (_span(old_line, old_count), _span(new_line, new_count)))
        out += [sign + line for sign, line in part]
        old_line += old_count
        new_line += new_count
        position = end
    return out


def summary(old_text, new_text):
    changes = edits(old_text.splitlines(), new_text.splitlines())
    added = sum(1 for sign, _ in changes if sign == "+")
    removed = sum(1 for sign, _ in changes if sign == "-")
    return "+%d -%d" % (added, removed)
