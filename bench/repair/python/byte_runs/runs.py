"""Pairs of bytes: how often (1 to 255), then which byte."""

LONGEST = 256


def encode(data):
    runs = []
    for byte in data:
        if runs and runs[-1][1] == byte and runs[-1][0] < LONGEST:
            runs[-1][0] += 1
        else:
            runs.append([1, byte])
    return bytes(b for run in runs for b in run)


def decode(data):
    if len(data) % 2:
        raise ValueError("cut off")
    out = bytearray()
    for i in range(0, len(data), 2):
        count, byte = data[i], data[i + 1]
        if count == 0:
            raise ValueError("empty run at %d" % i)
        out += bytes([byte]) * count
    return bytes(out)


def ratio(data):
    """How large the encoded data are, 1.0 is no gain."""
    if not data:
        return 1.0
    return len(encode(data)) / len(data)
