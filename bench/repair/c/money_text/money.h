#pragma once

#include <stddef.h>

/// How amounts are written. `decimals` is 0 to 4; amounts are whole numbers of the smallest unit.
typedef struct {
  const char *symbol;
  int symbol_behind;
  char point;
  char group;              // between thousands, 0 for none
  int decimals;
  int brackets;            // (1.00) instead of -1.00
} MoneyStyle;

extern const MoneyStyle money_dollar, money_euro, money_yen;

/// Writes an amount, and returns the length; 0 if it does not fit.
size_t money_format(char *to, size_t size, long long amount, const MoneyStyle *style);
/// Reads what money_format writes, and also amounts without symbol or groups; 0 if it is no amount.
int money_parse(const char *text, const MoneyStyle *style, long long *amount);
/// A share of an amount, in hundredths of a percent; halves are rounded away from zero.
long long money_percent(long long amount, long long basis_points);
/// Divides an amount into `count` parts that differ by at most one unit, the larger ones first.
void money_divide(long long amount, int count, long long *parts);
