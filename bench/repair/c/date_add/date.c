#include "date.h"

int days_in_month(int year, int month) {
  static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  int leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : days[month - 1];
}

int date_valid(Date date) {
  if (date.month < 1 || date.month > 12) return 0;
  return date.day >= 1 && date.day <= days_in_month(date.year, date.month);
}

Date date_add(Date date, int days) {
  date.day += days;
  while (date.day > days_in_month(date.year, date.month)) {
    date.day -= days_in_month(date.year, date.month);
    if (++date.month > 12) {
      date.month = 1;
      ++date.year;
    }
  }
  while (date.day < 0) {
    if (--date.month < 1) {
      date.month = 12;
      --date.year;
    }
    date.day += days_in_month(date.year, date.month);
  }
  return date;
}

int date_compare(Date a, Date b) {
  if (a.year != b.year) return a.year < b.year ? -1 : 1;
  if (a.month != b.month) return a.month < b.month ? -1 : 1;
  if (a.day != b.day) return a.day < b.day ? -1 : 1;
  return 0;
}

int day_of_year(Date date) {
  int sum = date.day;
  for (int month = 1; month < date.month; ++month) sum += days_in_month(date.year, month);
  return sum;
}
