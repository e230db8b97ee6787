#include "calendar.h"

#include <algorithm>
#include <cstdio>

int minutes(const std::string& clock) {
  int hour = 0, minute = 0;
  char rest = 0;
  if (std::sscanf(clock.c_str(), "%d:%d%c", &hour, &minute, &rest) != 2) return -1;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return -1;
  return hour * 60 + minute;
}

std::vector<Span> busy(std::vector<Span> meetings) {
  std::sort(meetings.begin(), meetings.end(), [](const Span& a, const Span& b) { return a.from < b.from; });
  std::vector<Span> joined;
  for (const Span& meeting : meetings) {
    if (joined.empty() || meeting.from > joined.back().to)
      joined.push_back(meeting);
    else
      joined.back().to = meeting.to;
  }
  return joined;
}

std::vector<Span> free_times(const std::vector<Span>& meetings, Span day, int length) {
  std::vector<Span> gaps;
  int from = day.from;
  for (const Span& span : busy(meetings)) {
    const int to = std::min(span.from, day.to);
    if (to - from >= length) gaps.push_back({from, to});
    from = std::max(from, span.to);
  }
  if (day.to - from >= length) gaps.push_back({from, day.to});
  return gaps;
}
