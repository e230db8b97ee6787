#include "clock.h"

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

static void texts(void) {
  char text[6];
  CHECK(clock_parse("7:05") == 425);
  CHECK(clock_parse("23:59") == 1439);
  CHECK(clock_parse("24:00") == -1);
  CHECK(clock_parse("12:5") == -1);
  CHECK(clock_parse("") == -1);
  clock_print(425, text);
  CHECK(strcmp(text, "07:05") == 0);
}

static void sums(void) {
  int days = 9;
  CHECK(clock_add(clock_parse("22:00"), 30, &days) == clock_parse("22:30"));
  CHECK(days == 0);
  CHECK(clock_add(clock_parse("22:00"), 180, &days) == clock_parse("1:00"));
  CHECK(days == 1);
  CHECK(clock_add(clock_parse("1:00"), -120, NULL) == clock_parse("23:00"));
  CHECK(clock_add(clock_parse("1:00"), -120, &days) == clock_parse("23:00"));
  CHECK(days == -1);
  CHECK(clock_add(clock_parse("6:00"), -30 * 60, &days) == clock_parse("0:00"));
  CHECK(days == -1);
}

static void shifts(void) {
  CHECK(clock_until(600, 660) == 60);
  CHECK(clock_until(1380, 60) == 120);
  CHECK(clock_within(clock_parse("9:00"), clock_parse("9:00"), clock_parse("17:00")));
  CHECK(!clock_within(clock_parse("17:00"), clock_parse("9:00"), clock_parse("17:00")));
}

int main(void) {
  texts();
  sums();
  shifts();
  return failures == 0 ? 0 : 1;
}
