SHIPPING = 490
FREE_FROM = 5000
TAX = 19


def percent(amount, rate):
    """`rate` percent of the amount, half a cent is rounded up."""
    return (amount * rate + 50) // 100


def tax_in(amount):
    """The tax that an amount contains, rounded to whole cents."""
    return round(amount * TAX / (100 + TAX))
