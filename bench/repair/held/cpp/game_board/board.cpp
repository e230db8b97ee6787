#include "board.h"

#include <deque>
#include <set>
#include <stdexcept>
#include <utility>

Board::Board(std::vector<std::string> rows) : rows_(std::move(rows)) {
  for (const auto& row : rows_) {
    if (width_ != 0 && static_cast<int>(row.size()) != width_) throw std::invalid_argument("rows of different length");
    width_ = static_cast<int>(row.size());
  }
}

bool Board::is_mine(int x, int y) const {
  if (x < 0 || y < 0 || x >= width() || y >= height()) return false;
  return rows_[static_cast<std::size_t>(y)][static_cast<std::size_t>(x)] == '*';
}

int Board::around(int x, int y) const {
  int count = 0;
  for (int dy = -1; dy <= 1; ++dy)
    for (int dx = -1; dx <= 1; ++dx) {
      if (dx == 0 || dy == 0) continue;
      if (is_mine(x + dx, y + dy)) ++count;
    }
  return count;
}

int Board::open(int x, int y) const {
  if (is_mine(x, y)) return 0;
  std::set<std::pair<int, int>> seen{{x, y}};
  std::deque<std::pair<int, int>> todo{{x, y}};
  while (!todo.empty()) {
    const auto [cx, cy] = todo.front();
    todo.pop_front();
    if (around(cx, cy) > 0) continue;
    for (int dy = -1; dy <= 1; ++dy)
      for (int dx = -1; dx <= 1; ++dx) {
        const int nx = cx + dx, ny = cy + dy;
        if (nx < 0 || ny < 0 || nx >= width() || ny >= height()) continue;
        if (seen.insert({nx, ny}).second) todo.push_back({nx, ny});
      }
  }
  return static_cast<int>(seen.size());
}
