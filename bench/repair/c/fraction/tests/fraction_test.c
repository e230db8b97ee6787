#include "fraction.h"

#include <stdio.h>
#include <string.h>

static int failures = 0;
#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (0)

static int is(Fraction f, int num, int den) {
  return f.num == num && f.den == den;
}

static void reduces(void) {
  CHECK(is(fraction(6, 8), 3, 4));
  CHECK(is(fraction(1, -2), -1, 2));
  CHECK(is(fraction(0, 5), 0, 1));
}

static void adds(void) {
  CHECK(is(fraction_add(fraction(1, 2), fraction(1, 3)), 5, 6));
  CHECK(is(fraction_add(fraction(1, 2), fraction(-1, 2)), 0, 1));
}

static void multiplies(void) {
  CHECK(is(fraction_mul(fraction(2, 3), fraction(3, 4)), 1, 2));
  CHECK(is(fraction_mul(fraction(100000, 99999), fraction(99999, 100001)), 100000, 100001));
}

static void compares(void) {
  CHECK(fraction_compare(fraction(1, 2), fraction(2, 3)) == -1);
  CHECK(fraction_compare(fraction(1, 2), fraction(2, 4)) == 0);
  CHECK(fraction_compare(fraction(-1, 2), fraction(-2, 3)) == 1);
}

static void compares_large_ones(void) {
  CHECK(fraction_compare(fraction(50001, 2), fraction(2, 50001)) == 1);
}

int main(int argc, char** argv) {
  const char *name = argc > 1 ? argv[1] : "";
  if (strcmp(name, "reduces") == 0) reduces();
  if (strcmp(name, "adds") == 0) adds();
  if (strcmp(name, "multiplies") == 0) multiplies();
  if (strcmp(name, "compares") == 0) compares();
  if (strcmp(name, "compares_large_ones") == 0) compares_large_ones();
  return failures == 0 ? 0 : 1;
}
