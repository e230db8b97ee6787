#include "calendar.h"

#include <cstdio>

bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

int days_in(int year, int month) {
  static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

Date next_day(Date date) {
  if (++date.day <= days_in(date.year, date.month)) return date;
  date.day = 1;
  if (++date.month <= 12) return date;
  date.month = 1;
  ++date.year;
  return date;
}

int weekday(const Date& date) {
  static const int shift[] = {0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4};
  const int year = date.month < 3 ? date.year - 1 : date.year;
  const int from_sunday = (year + year / 4 - year / 100 + year / 400 + shift[date.month - 1] + date.day) % 7;
  return (from_sunday + 6) % 7;
}

std::string to_text(const Date& date) {
  char buffer[48];
  std::snprintf(buffer, sizeof buffer, "%04d-%02d-%02d", date.year, date.month, date.day);
  return buffer;
}

bool WorkCalendar::is_workday(const Date& date) const {
  return weekday(date) < 5 && holidays_.count(date) == 0;
}

Date WorkCalendar::after(Date start, int workdays) const {
  Date date = start;
  while (!is_workday(date)) date = next_day(date);
  for (int left = workdays; left > 0; --left) {
    date = next_day(date);
    if (!is_workday(date)) date = next_day(date);
  }
  return date;
}

int WorkCalendar::between(Date from, const Date& to) const {
  int count = 0;
  for (; from <= to; from = next_day(from))
    if (is_workday(from)) ++count;
  return count;
}
