#include "stock.h"

#include <algorithm>

void Stock::add_bin(const std::string& place, int room) {
  if (room <= 0) throw std::invalid_argument("a bin needs room");
  for (const Bin& bin : bins_)
    if (bin.place == place) throw std::invalid_argument("two bins at " + place);
  bins_.push_back({place, "", 0, room});
}

int Stock::fill(Bin& bin, const std::string& item, int count) {
  const int moved = std::min(count, bin.room - bin.count);
  bin.item = item;
  bin.count += moved;
  return moved;
}

int Stock::store(const std::string& item, int count) {
  int left = count;
  for (Bin& bin : bins_) {
    if (bin.item == item) left -= fill(bin, item, left);
  }
  for (Bin bin : bins_) {
    if (left == 0) break;
    if (bin.count == 0) left -= fill(bin, item, left);
  }
  return left;
}

std::vector<Pick> Stock::pick(const std::string& item, int count) {
  if (count > this->count(item)) throw std::out_of_range("too few of " + item);
  std::vector<Bin*> sources;
  for (Bin& bin : bins_)
    if (bin.item == item && bin.count > 0) sources.push_back(&bin);
  std::stable_sort(sources.begin(), sources.end(), [](const Bin* a, const Bin* b) { return a->count < b->count; });
  std::vector<Pick> picks;
  int left = count;
  for (Bin* bin : sources) {
    if (left == 0) break;
    const int taken = std::min(left, bin->count);
    bin->count -= taken;
    left -= taken;
    if (bin->count == 0) bin->item.clear();
    picks.push_back({bin->place, taken});
  }
  return picks;
}

int Stock::count(const std::string& item) const {
  int sum = 0;
  for (const Bin& bin : bins_)
    if (bin.item == item) sum += bin.count;
  return sum;
}

int Stock::free_room(const std::string& item) const {
  int sum = 0;
  for (const Bin& bin : bins_)
    if (bin.item == item || bin.count == 0) sum += bin.room - bin.count;
  return sum;
}

const Bin& Stock::bin(const std::string& place) const {
  for (const Bin& bin : bins_)
    if (bin.place == place) return bin;
  throw std::out_of_range("no bin at " + place);
}
