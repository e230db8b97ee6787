#pragma once
#include <vector>

struct Interval {
  int begin, end;   // [begin, end)
};
bool overlap(const Interval& a, const Interval& b);
/// How many intervals cover `at`.
int depth(const std::vector<Interval>& all, int at);
int deepest(const std::vector<Interval>& all);
