SAFE = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
HEX = "0123456789abcdefABCDEF"


def encode(text):
    """Percent-encodes a text as UTF-8; a space becomes a plus."""
    result = []
    for byte in text.encode("utf-8"):
        letter = chr(byte)
        if letter in SAFE:
            result.append(letter)
        elif letter == " ":
            result.append("+")
        else:
            result.append("%%%02X" % byte)
    return "".join(result)


def unquote(text):
    """Resolves %XX; what is no valid escape stays as it is."""
    data = bytearray()
    i = 0
    while i < len(text):
        code = text[i + 1:i + 3]
        if text[i] == "%" and len(code) == 2 and all(c in HEX for c in code):
            data.append(int(code, 16))
            i += 3
        else:
            data += text[i].encode("utf-8")
            i += 1
    return data.decode("utf-8", "replace")


def decode(text):
    return unquote(text).replace("+", " ")
