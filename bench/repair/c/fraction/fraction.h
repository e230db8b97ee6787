#pragma once

/* In lowest terms; the denominator is positive. */
typedef struct {
  int num, den;
} Fraction;

Fraction fraction(int num, int den);
Fraction fraction_add(Fraction a, Fraction b);
Fraction fraction_mul(Fraction a, Fraction b);
/* -1, 0, 1 */
int fraction_compare(Fraction a, Fraction b);
