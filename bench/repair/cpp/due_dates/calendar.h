#pragma once
#include <compare>
#include <set>
#include <string>

struct Date {
  int year = 1970;
  int month = 1;
  int day = 1;
  auto operator<=>(const Date&) const = default;
};

bool is_leap(int year);
int days_in(int year, int month);
Date next_day(Date date);
/// 0 is Monday, 6 is Sunday.
int weekday(const Date& date);
std::string to_text(const Date& date);

/// Workdays are Monday to Friday without the holidays.
class WorkCalendar {
 public:
  void add_holiday(const Date& date) { holidays_.insert(date); }
  bool is_workday(const Date& date) const;
  /// The date so many workdays after `start`; with 0 the start or the first workday after it.
  Date after(Date start, int workdays) const;
  /// Workdays from the one to the other, both included.
  int between(Date from, const Date& to) const;

 private:
  std::set<Date> holidays_;
};
