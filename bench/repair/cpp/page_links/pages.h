#pragma once
#include <string>
#include <vector>

struct Range {
  int begin, end;   // [begin, end)
};

/// A list of items shown page by page; pages count from 1. An empty list has one page, with nothing on it.
class Pages {
 public:
  Pages(int items, int perPage);
  int count() const;
  /// The items of a page; one that does not exist is taken for the nearest.
  Range items(int page) const;
  int pageOf(int item) const;
  /// The numbers of at most `width` pages with the current one in the middle, as far as there are pages
  /// on both sides; near the ends the window is shifted so that it stays full.
  std::vector<int> window(int current, int width) const;
  /// As it is shown: "1 2 [3] 4 5".
  std::string links(int current, int width) const;

 private:
  int clamped(int page) const;
  int items_;
  int perPage_;
};
