#pragma once
#include <string>
#include <vector>

/// Mines in a field: '*' is a mine.
class Board {
 public:
  explicit Board(std::vector<std::string> rows);
  int width() const { return width_; }
  int height() const { return static_cast<int>(rows_.size()); }
  bool is_mine(int x, int y) const;
  /// Mines in the eight cells around.
  int around(int x, int y) const;
  /// How many cells are opened from (x, y): with its whole neighbourhood where there is no mine around.
  int open(int x, int y) const;

 private:
  std::vector<std::string> rows_;
  int width_ = 0;
};
