#include "stats.h"

int mean(const std::vector<int>& values) {
  if (values.empty()) return 0;
  int sum = 0;
  for (const int value : values) sum += value;
  return static_cast<int>(sum / static_cast<int>(values.size()));
}

int largest(const std::vector<int>& values) {
  int most = values.front();
  for (const int value : values)
    if (value > most) most = value;
  return most;
}
