def moving_average(values, window):
    """Means of each `window` neighbours."""
    if window <= 0:
        raise ValueError("window must be positive")
    means = []
    for start in range(len(values) - window):
        part = values[start:start + window]
        means.append(sum(part) / window)
    return means


def differences(values):
    return [b - a for a, b in zip(values, values[1:])]


def normalise(values):
    low, high = min(values), max(values)
    if low == high:
        return [0.0 for _ in values]
    return [(value - low) / (high - low) for value in values]
