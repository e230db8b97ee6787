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

int main(void) {
  for (int time = 0; time < MINUTES_OF_DAY; time += 45)
    for (int minutes = -6000; minutes <= 6000; minutes += 15) {
      int days = 99;
      Clock sum = clock_add(time, minutes, &days);
      CHECK(sum >= 0 && sum < MINUTES_OF_DAY);
      CHECK(days * MINUTES_OF_DAY + sum == time + minutes);
      if (failures) return 1;
    }
  CHECK(clock_until(60, 0) == 1380);
  CHECK(clock_until(0, 1439) == 1439);
  CHECK(clock_until(77, 77) == 0);
  CHECK(clock_within(1400, 1320, 360));
  CHECK(clock_within(0, 1320, 360));
  CHECK(clock_within(359, 1320, 360));
  CHECK(!clock_within(360, 1320, 360));
  CHECK(!clock_within(1319, 1320, 360));
  CHECK(clock_within(1320, 1320, 360));
  CHECK(clock_parse("00:00") == 0);
  CHECK(clock_parse("1:60") == -1);
  CHECK(clock_parse("1:000") == -1);
  CHECK(clock_parse(":10") == -1);
  return failures == 0 ? 0 : 1;
}
