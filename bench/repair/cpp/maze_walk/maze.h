#pragma once
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

struct Point {
  int x = 0;
  int y = 0;
  bool operator==(const Point&) const = default;
};

/// A map of lines: # is a wall, S the start, E the exit; other signs are free.
class Maze {
 public:
  explicit Maze(const std::vector<std::string>& lines);

  int width() const { return width_; }
  int height() const { return height_; }
  bool inside(int x, int y) const;
  bool free(int x, int y) const;

  /// The places from the start to the exit on a shortest way, both included.
  std::optional<std::vector<Point>> shortest() const;
  /// How many places can be reached from the start, it included.
  int reachable() const;
  /// The map with dots on the way.
  std::vector<std::string> drawn() const;

 private:
  std::vector<int> distances() const;
  int index(int x, int y) const { return y * width_ + x; }
  Point find(char sign) const;

  std::vector<std::string> lines_;
  int width_ = 0;
  int height_ = 0;
};
