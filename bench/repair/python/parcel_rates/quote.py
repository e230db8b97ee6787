from rates import (INSURED_FREE, MAX_LENGTH, STEPS, SURCHARGE_BULKY, SURCHARGE_EXPRESS, VOLUME_DIVISOR, ZONES,
                   zone_of)


class CannotShip(Exception):
    pass


class Parcel:
    def __init__(self, length, width, height, weight):
        if min(length, width, height, weight) <= 0:
            raise ValueError("sizes and weight must be positive")
        self.sides = sorted((length, width, height), reverse=True)
        self.weight = weight

    def volume_weight(self):
        length, width, height = self.sides
        return length * width * height // VOLUME_DIVISOR

    def billable_weight(self):
        return max(self.weight, self.volume_weight())

    def girth(self):
        """The length and the way around it."""
        length, width, height = self.sides
        return length + 2 * (width + height)

    def is_bulky(self):
        return self.sides[0] > MAX_LENGTH or self.girth() > 300


def base_price(weight):
    for limit, price in STEPS:
        if weight <= limit:
            return price
    raise CannotShip("too heavy: %d g" % weight)


def insurance(value):
    """The first 500.00 are free, then 1.00 for every 100.00 begun."""
    above = value - INSURED_FREE
    if above <= 0:
        return 0
    return above // 10000 * 100


def quote(parcel, country, express=False, value=0):
    """The lines of an offer, pairs of text and cents, the last one is the total."""
    zone = zone_of(country)
    price = base_price(parcel.billable_weight()) * ZONES[zone]["factor"] // 100
    lines = [("parcel to " + country, price)]
    if parcel.is_bulky():
        lines.append(("bulky", SURCHARGE_BULKY))
    if express:
        if zone == "far":
            raise CannotShip("no express to " + country)
        lines.append(("express", SURCHARGE_EXPRESS))
    cover = insurance(value)
    if cover:
        lines.append(("insurance", cover))
    lines.append(("total", sum(cents for _, cents in lines)))
    return lines


def cheapest(parcels, country):
    """All parcels that can be shipped there, the cheapest first, as pairs of index and total."""
    offers = []
    for index, parcel in enumerate(parcels):
        try:
            offers.append((index, quote(parcel, country)[-1][1]))
        except CannotShip:
            continue
    return sorted(offers, key=lambda offer: offer[1])
