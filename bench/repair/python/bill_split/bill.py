def split(total, people):
    """Cents per person; the cents left over go one each to the first ones."""
    if not people:
        raise ValueError("nobody to pay")
    share, rest = divmod(total, len(people))
    return {name: share + (1 if i <= rest else 0) for i, name in enumerate(people)}


def weighted(total, weights):
    """Cents by weight, rounded down; what is left goes to the heaviest (the first of those)."""
    whole = sum(weights.values())
    shares = {name: total * weight // whole for name, weight in weights.items()}
    heaviest = max(weights, key=weights.get)
    shares[heaviest] += total - sum(shares.values())
    return shares


def settle(paid, shares):
    """(from, to, cents) so that everybody has paid what is theirs."""
    balance = {name: paid.get(name, 0) - share for name, share in shares.items()}
    debtors = [[name, -b] for name, b in balance.items() if b < 0]
    creditors = [[name, b] for name, b in balance.items() if b > 0]
    moves = []
    while debtors and creditors:
        cents = min(debtors[0][1], creditors[0][1])
        moves.append((debtors[0][0], creditors[0][0], cents))
        for side in (debtors, creditors):
            side[0][1] -= cents
            if side[0][1] == 0:
                side.pop(0)
    return moves
