#pragma once
#include <string>
#include <vector>

struct Span {
  int from = 0, to = 0;   // minutes of a day, `to` not in it
  friend bool operator==(const Span&, const Span&) = default;
};

/// "09:30" in minutes, -1 if it is no time.
int minutes(const std::string& clock);
/// When someone is busy: joined, in order.
std::vector<Span> busy(std::vector<Span> meetings);
/// What is left of a day of at least `length` minutes.
std::vector<Span> free_times(const std::vector<Span>& meetings, Span day, int length);
