"""Tables of a parcel service. Weights in grams, sizes in centimetres, prices in cents."""

ZONES = {
    "home": {"countries": {"DE"}, "factor": 100},
    "near": {"countries": {"AT", "CH", "FR", "NL", "BE", "DK", "PL"}, "factor": 160},
    "far": {"countries": set(), "factor": 240},
}

# up to this weight, price
STEPS = [(500, 320), (1000, 450), (2000, 520), (5000, 690), (10000, 950), (31500, 1650)]

VOLUME_DIVISOR = 5  # grams for each cubic centimetre: one for five
MAX_LENGTH = 120
SURCHARGE_BULKY = 700
SURCHARGE_EXPRESS = 900
INSURED_FREE = 50000


def zone_of(country):
    for name, zone in ZONES.items():
        if country in zone["countries"]:
            return name
    return "far"
