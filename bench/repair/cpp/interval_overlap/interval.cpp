#include "interval.h"

#include <algorithm>

bool overlap(const Interval& a, const Interval& b) {
  return a.begin < b.end && b.begin < a.end;
}

int depth(const std::vector<Interval>& all, int at) {
  int count = 0;
  for (const auto& one : all)
    if (one.begin <= at && at <= one.end) ++count;
  return count;
}

int deepest(const std::vector<Interval>& all) {
  int most = 0;
  for (const auto& one : all) most = std::max(most, depth(all, one.begin));
  return most;
}
