#include "fraction.h"

static long long gcd(long long a, long long b) {
  while (b != 0) {
    long long rest = a % b;
    a = b;
    b = rest;
  }
  return a < 0 ? -a : a;
}

static Fraction reduced(long long num, long long den) {
  if (den < 0) {
    num = -num;
    den = -den;
  }
  long long common = gcd(num, den);
  return (Fraction){(int)(num / common), (int)(den / common)};
}

Fraction fraction(int num, int den) {
  return reduced(num, den);
}

Fraction fraction_add(Fraction a, Fraction b) {
  long long num = (long long)a.num * b.den + (long long)b.num * a.den;
  return reduced(num, (long long)a.den * b.den);
}

Fraction fraction_mul(Fraction a, Fraction b) {
  return reduced((long long)a.num * b.num, (long long)a.den * b.den);
}

int fraction_compare(Fraction a, Fraction b) {
  long long left = a.num * b.den;
  long long right = (long long)b.num * a.den;
  if (left == right) return 0;
  return left < right ? -1 : 1;
}
