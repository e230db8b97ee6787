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

int main(int argc, char** argv) {
  const std::string name = argc > 1 ? argv[1] : "";
  if (name == "days") days();
  if (name == "weekdays") weekdays();
  if (name == "in_the_week") in_the_week();
  if (name == "over_the_weekend") over_the_weekend();
  if (name == "holidays") holidays();
  return failures == 0 ? 0 : 1;
}
