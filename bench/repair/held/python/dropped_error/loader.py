"""Loads records from lines of "id;name;price" and says which lines are bad."""


class BadLine(Exception):
    pass


def parse(line):
    parts = line.split(";")
    if len(parts) != 3:
        raise BadLine(f"{len(parts)} fields, wanted 3")
    key, name, price = (part.strip() for part in parts)
    if not key.isdigit():
        raise BadLine(f"not a number: {key}")
    try:
        amount = float(price)
    except ValueError:
        raise BadLine(f"not a price: {price}")
    return {"id": int(key), "name": name, "price": amount}


def load(text, strict=True):
    """All records. `strict`: the first bad line ends it; otherwise bad lines are listed as (number, why)."""
    records = []
    errors = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            records.append(parse(line))
        except BadLine as why:
            if strict:
                break
            errors.append((number, str(why)))
    return records, errors


def total(records):
    return round(sum(record["price"] for record in records), 2)
