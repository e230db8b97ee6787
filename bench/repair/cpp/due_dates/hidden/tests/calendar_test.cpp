#include "calendar.h"

#include <cstdio>
#include <string>

static int failures = 0;
#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (false)

static void days() {
  CHECK(days_in(2024, 2) == 29);
  CHECK(days_in(1900, 2) == 28);
  CHECK(to_text(next_day({2023, 12, 31})) == "2024-01-01");
}

static void weekdays() {
  CHECK(weekday({2024, 1, 1}) == 0);
  CHECK(weekday({2024, 2, 29}) == 3);
  CHECK(weekday({2000, 1, 1}) == 5);
}

static void in_the_week() {
  const WorkCalendar calendar;
  CHECK(to_text(calendar.after({2024, 1, 2}, 2)) == "2024-01-04");
  CHECK(to_text(calendar.after({2024, 1, 6}, 0)) == "2024-01-08");
}

static void over_the_weekend() {
  const WorkCalendar calendar;
  CHECK(to_text(calendar.after({2024, 1, 5}, 1)) == "2024-01-08");
  CHECK(to_text(calendar.after({2024, 1, 4}, 5)) == "2024-01-11");
}

static void holidays() {
  WorkCalendar calendar;
  calendar.add_holiday({2024, 1, 3});
  CHECK(to_text(calendar.after({2024, 1, 2}, 1)) == "2024-01-04");
  CHECK(calendar.between({2024, 1, 1}, {2024, 1, 7}) == 4);
}

static void long_breaks() {
  WorkCalendar calendar;
  calendar.add_holiday({2024, 3, 29});
  calendar.add_holiday({2024, 4, 1});
  CHECK(to_text(calendar.after({2024, 3, 28}, 1)) == "2024-04-02");
  CHECK(to_text(calendar.after({2024, 3, 28}, 2)) == "2024-04-03");
  CHECK(to_text(calendar.after({2024, 3, 29}, 0)) == "2024-04-02");
  CHECK(to_text(calendar.after({2024, 3, 29}, 1)) == "2024-04-03");
  calendar.add_holiday({2024, 12, 25});
  calendar.add_holiday({2024, 12, 26});
  calendar.add_holiday({2024, 12, 27});
  CHECK(to_text(calendar.after({2024, 12, 24}, 1)) == "2024-12-30");
  for (int n = 0; n < 300; ++n) {
    const Date date = calendar.after({2024, 1, 1}, n);
    CHECK(calendar.is_workday(date));
    CHECK(calendar.between({2024, 1, 1}, date) == n + 1);
  }
}

int main() {
  days();
  weekdays();
  in_the_week();
  over_the_weekend();
  holidays();
  long_breaks();
  return failures == 0 ? 0 : 1;
}
