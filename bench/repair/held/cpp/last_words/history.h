#pragma once
#include <string>
#include <vector>

/// Lines that were entered, for the arrow keys and for search.
class History {
 public:
  /// Not the same line twice in a row, and no empty one.
  void add(const std::string& line);
  /// The last line that begins so, searched backwards; "" if there is none.
  std::string last_with(const std::string& beginning) const;
  /// The n-th last line, 1 being the last; "" if there are fewer.
  std::string back(std::size_t n) const;
  std::size_t size() const { return lines_.size(); }

 private:
  std::vector<std::string> lines_;
};
