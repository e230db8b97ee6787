"""Where to find things in sorted lists."""


def find(items, wanted):
    """The index of `wanted`, -1 if it is not there."""
    low, high = 0, len(items) - 1
    while low < high:
        middle = (low + high) // 2
        if items[middle] == wanted:
            return middle
        if items[middle] < wanted:
            low = middle + 1
        else:
            high = middle - 1
    return -1


def insert_position(items, wanted):
    position = 0
    while position < len(items) and items[position] < wanted:
        position += 1
    return position
