#include "calc.h"

#include <cstdio>

static int failures = 0;
#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (false)

int main() {
  CHECK(calculate("2^3^2") == 512);
  CHECK(calculate("2^2^0^5") == 2);
  CHECK(calculate("(2^3)^2") == 64);
  CHECK(calculate("-2^2") == -4);
  CHECK(calculate("(-2)^2") == 4);
  CHECK(calculate("2^-1") == 0.5);
  CHECK(calculate("4^-1^2") == 0.25);
  CHECK(calculate("2^--2") == 4);
  CHECK(calculate("2^+2") == 4);
  CHECK(calculate("2^-2^1*8") == 2);
  CHECK(calculate("2^2*3") == 12);
  CHECK(calculate("3*2^2^1") == 12);
  CHECK(calculate("2^3^2-12") == 500);
  CHECK(calculate("--3") == 3);
  CHECK(calculate("+-+3") == -3);
  CHECK(calculate("1 - -1") == 2);
  CHECK(calculate(" ( 1 ) ") == 1);
  CHECK(!calculate("2^"));
  CHECK(!calculate("2^^2"));
  CHECK(!calculate("()"));
  CHECK(!calculate("1)"));
  CHECK(!calculate("-"));
  CHECK(!calculate("."));
  return failures == 0 ? 0 : 1;
}
