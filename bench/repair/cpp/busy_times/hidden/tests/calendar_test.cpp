#include "calendar.h"

#include <cstdio>

static int failures = 0;
#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (false)

using Spans = std::vector<Span>;

static void clock() {
  CHECK(minutes("09:30") == 570);
  CHECK(minutes("24:00") == -1);
  CHECK(minutes("noon") == -1);
}

static void joins() {
  CHECK((busy({{60, 90}, {0, 30}}) == Spans{{0, 30}, {60, 90}}));
  CHECK((busy({{0, 30}, {30, 45}}) == Spans{{0, 45}}));
  CHECK((busy({{0, 30}, {20, 50}}) == Spans{{0, 50}}));
}

static void meeting_in_a_meeting() {
  CHECK((busy({{0, 120}, {30, 60}}) == Spans{{0, 120}}));
}

static void gaps() {
  CHECK((free_times({{540, 600}}, {480, 720}, 30) == Spans{{480, 540}, {600, 720}}));
  CHECK((free_times({{490, 600}}, {480, 720}, 30) == Spans{{600, 720}}));
}

static void more_joins() {
  CHECK((busy({{0, 120}, {30, 60}, {70, 130}, {131, 140}}) == Spans{{0, 130}, {131, 140}}));
  CHECK((busy({{0, 120}, {0, 60}}) == Spans{{0, 120}}));
  CHECK((busy({{0, 60}, {0, 120}}) == Spans{{0, 120}}));
  CHECK((busy({{10, 20}, {12, 14}, {15, 18}, {19, 30}}) == Spans{{10, 30}}));
  CHECK(busy({}).empty());
  CHECK((free_times({{0, 100}, {10, 20}, {90, 110}}, {0, 200}, 10) == Spans{{110, 200}}));
  CHECK((free_times({}, {0, 10}, 10) == Spans{{0, 10}}));
  CHECK(free_times({{0, 100}, {10, 20}}, {0, 100}, 10).empty());
}

int main() {
  clock();
  joins();
  meeting_in_a_meeting();
  gaps();
  more_joins();
  return failures == 0 ? 0 : 1;
}
