#include "clock.h"

#include <stdio.h>

static int floor_div(int a, int b) {
  int quotient = a / b;
  return a < 0 ? quotient - 1 : quotient;
}

static int floor_mod(int a, int b) { return a - floor_div(a, b) * b; }

static const char *digits(const char *text, int most, int *value) {
  int count = 0;
  *value = 0;
  for (; count < most && *text >= '0' && *text <= '9'; ++text, ++count)
    *value = *value * 10 + (*text - '0');
  return count > 0 ? text : NULL;
}

Clock clock_parse(const char *text) {
  int hours, minutes;
  const char *at = digits(text, 2, &hours);
  if (!at || *at != ':') return -1;
  const char *end = digits(at + 1, 2, &minutes);
  if (!end || end != at + 3 || *end != '\0') return -1;
  if (hours > 23 || minutes > 59) return -1;
  return hours * 60 + minutes;
}

void clock_print(Clock time, char *text) {
  snprintf(text, 6, "%02d:%02d", time / 60 % 24, time % 60);
}

Clock clock_add(Clock time, int minutes, int *days) {
  int sum = time + minutes;
  if (days) *days = floor_div(sum, MINUTES_OF_DAY);
  return floor_mod(sum, MINUTES_OF_DAY);
}

int clock_until(Clock from, Clock to) { return floor_mod(to - from, MINUTES_OF_DAY); }

int clock_within(Clock time, Clock begin, Clock end) {
  return clock_until(begin, time) < clock_until(begin, end);
}
