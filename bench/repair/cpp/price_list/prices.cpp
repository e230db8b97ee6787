#include "prices.h"

#include <algorithm>
#include <numeric>

const Item* PriceList::find(const std::string& name) const {
  const auto found = std::find_if(items_.begin(), items_.end(), [&](const Item& item) { return item.name == name; });
  return found == items_.end() ? nullptr : &*found;
}

void PriceList::add(Item item) {
  for (auto& other : items_) {
    if (other.name != item.name) continue;
    other.stock += item.stock;
    other.cents = item.cents;
    return;
  }
  items_.push_back(std::move(item));
}

int PriceList::discount(const std::string& category, int percent) {
  int changed = 0;
  for (auto item : items_) {
    if (item.category != category) continue;
    item.cents -= item.cents * percent / 100;
    ++changed;
  }
  return changed;
}

bool PriceList::sell(const std::string& name, int count) {
  for (auto& item : items_) {
    if (item.name != name || item.stock < count) continue;
    item.stock -= count;
    return true;
  }
  return false;
}

int PriceList::price(const std::string& name) const {
  const Item* item = find(name);
  return item ? item->cents : -1;
}

int PriceList::stock(const std::string& name) const {
  const Item* item = find(name);
  return item ? item->stock : 0;
}

long long PriceList::value() const {
  return std::accumulate(items_.begin(), items_.end(), 0LL, [](long long sum, const Item& item) {
    return sum + static_cast<long long>(item.cents) * item.stock;
  });
}
