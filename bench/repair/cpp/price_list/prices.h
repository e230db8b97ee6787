#pragma once
#include <cstddef>
#include <string>
#include <vector>

struct Item {
  std::string name;
  std::string category;
  int cents = 0;
  int stock = 0;
};

class PriceList {
 public:
  void add(Item item);
  /// Lowers the prices of a category; how many items that were.
  int discount(const std::string& category, int percent);
  /// False if there are not that many.
  bool sell(const std::string& name, int count);
  int price(const std::string& name) const;
  int stock(const std::string& name) const;
  long long value() const;

 private:
  const Item* find(const std::string& name) const;
  std::vector<Item> items_;
};
