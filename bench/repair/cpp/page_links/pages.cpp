#include "pages.h"

#include <algorithm>

Pages::Pages(int items, int perPage) : items_(std::max(0, items)), perPage_(std::max(1, perPage)) {}

int Pages::count() const { return items_ == 0 ? 1 : (items_ - 1) / perPage_ + 1; }

int Pages::clamped(int page) const { return std::max(1, std::min(page, count())); }

Range Pages::items(int page) const {
  const int begin = (clamped(page) - 1) * perPage_;
  return {begin, std::min(begin + perPage_, items_)};
}

int Pages::pageOf(int item) const { return clamped(item / perPage_ + 1); }

std::vector<int> Pages::window(int current, int width) const {
  int first = std::max(1, clamped(current) - width / 2);
  const int last = std::min(count(), first + width - 1);
  first = std::max(1, last - width);
  std::vector<int> pages;
  for (int page = first; page <= last; ++page) pages.push_back(page);
  return pages;
}

std::string Pages::links(int current, int width) const {
  std::string text;
  for (const int page : window(current, width)) {
    if (!text.empty()) text += ' ';
    const std::string number = std::to_string(page);
    text += page == clamped(current) ? "[" + number + "]" : number;
  }
  return text;
}
