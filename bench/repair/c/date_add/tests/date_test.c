#include "date.h"

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

static int same(Date a, int year, int month, int day) {
  Date b = {year, month, day};
  return date_compare(a, b) == 0;
}

static void valid(void) {
  CHECK(date_valid((Date){2024, 2, 29}));
  CHECK(!date_valid((Date){2023, 2, 29}));
  CHECK(!date_valid((Date){2023, 13, 1}));
}

static void later(void) {
  CHECK(same(date_add((Date){2024, 2, 28}, 1), 2024, 2, 29));
  CHECK(same(date_add((Date){2023, 12, 31}, 1), 2024, 1, 1));
  CHECK(same(date_add((Date){2023, 1, 1}, 365), 2024, 1, 1));
}

static void earlier(void) {
  CHECK(same(date_add((Date){2024, 3, 10}, -9), 2024, 3, 1));
  CHECK(same(date_add((Date){2024, 3, 10}, -11), 2024, 2, 28));
}

static void the_day_before_the_first(void) {
  CHECK(same(date_add((Date){2024, 3, 1}, -1), 2024, 2, 29));
}

static void in_the_year(void) {
  CHECK(day_of_year((Date){2024, 1, 1}) == 1);
  CHECK(day_of_year((Date){2024, 12, 31}) == 366);
}

int main(int argc, char** argv) {
  const char *name = argc > 1 ? argv[1] : "";
  if (strcmp(name, "valid") == 0) valid();
  if (strcmp(name, "later") == 0) later();
  if (strcmp(name, "earlier") == 0) earlier();
  if (strcmp(name, "the_day_before_the_first") == 0) the_day_before_the_first();
  if (strcmp(name, "in_the_year") == 0) in_the_year();
  return failures == 0 ? 0 : 1;
}
