#include "history.h"

#include <iterator>

std::optional<int> PriceHistory::at(int day) const {
  const auto after = prices_.upper_bound(day);
  if (after == prices_.begin()) return std::nullopt;
  return std::prev(after)->second;
}

int PriceHistory::changes(int from, int to) const {
  return static_cast<int>(std::distance(prices_.lower_bound(from), prices_.upper_bound(to)));
}

long long PriceHistory::total(int from, int to) const {
  long long sum = 0;
  for (int day = from; day <= to; ++day) sum += at(day).value_or(0);
  return sum;
}

void PriceHistory::forget_before(int day) {
  const auto after = prices_.lower_bound(day);
  if (after == prices_.begin()) return;
  prices_.erase(prices_.begin(), std::prev(after));
}
