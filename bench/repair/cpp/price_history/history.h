#pragma once
#include <map>
#include <optional>

/// Prices that hold from a day on.
class PriceHistory {
 public:
  void set(int day, int price) { prices_[day] = price; }
  /// The price on a day: that of the last change, one on the day itself too.
  std::optional<int> at(int day) const;
  /// How many changes there are on the days from..to, both of them too.
  int changes(int from, int to) const;
  /// The sum of the prices of the days from..to; days without a price are free.
  long long total(int from, int to) const;
  /// Forgets what is not needed to tell the prices from `day` on.
  void forget_before(int day);
  std::size_t size() const { return prices_.size(); }

 private:
  std::map<int, int> prices_;
};
