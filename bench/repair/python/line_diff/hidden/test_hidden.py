import random

from linediff import unified


def apply(old, diff):
    """Applies a diff and checks every number of it."""
    result = []
    at = 0
    for line in diff:
        if line.startswith("@@"):
            old_span, new_span = [span.split(",") for span in (line.split()[1][1:], line.split()[2][1:])]
            start, count = int(old_span[0]), int((old_span + ["1"])[1])
            begin = start if count == 0 else start - 1
            assert begin >= at
            result += old[at:begin]
            at = begin
            new_start, new_count = int(new_span[0]), int((new_span + ["1"])[1])
            assert len(result) == (new_start if new_count == 0 else new_start - 1)
        elif line[0] == "+":
            result.append(line[1:])
        else:
            assert old[at] == line[1:]
            if line[0] == " ":
                result.append(line[1:])
            at += 1
    return result + old[at:]


def test_random():
    rng = random.Random(5)
    for _ in range(300):
        old = [rng.choice("abcd") for _ in range(rng.randrange(14))]
        new = [rng.choice("abcd") for _ in range(rng.randrange(14))]
        for context in (0, 1, 3):
            diff = unified("\n".join(old), "\n".join(new), context)
            assert apply(old, diff) == new, (old, new, context)


def test_context():
    old = [str(n) for n in range(20)]
    new = old[:10] + ["x"] + old[11:]
    text = "\n".join
    for context in range(6):
        diff = unified(text(old), text(new), context)
        count = 2 * context + 1
        span = "%d,%d" % (11 - context, count) if count > 1 else "11"
        assert diff[0] == "@@ -%s +%s @@" % (span, span)
        assert diff[1:] == ([" " + line for line in old[10 - context:10]] + ["-10", "+x"]
                            + [" " + line for line in old[11:11 + context]])


def test_last_line():
    assert unified("a\nb\nc", "a\nb", 1) == ["@@ -2,2 +2 @@", " b", "-c"]
