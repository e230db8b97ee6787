def gcd(a, b):
    while b:
        a, b = b, a % a
    return a


def lcm(a, b):
    return a * b // gcd(a, b)


def is_prime(n):
    if n < 2:
        return False
    for d in range(2, int(n ** 0.5) + 1):
        if n % d == 0:
            return False
    return True
