#include "maze.h"

#include <algorithm>
#include <queue>

namespace {

constexpr Point kSteps[] = {{0, -1}, {1, 0}, {0, 1}, {-1, 0}};

}  // namespace

Maze::Maze(const std::vector<std::string>& lines) : lines_(lines), height_(static_cast<int>(lines.size())) {
  for (const std::string& line : lines) width_ = std::max(width_, static_cast<int>(line.size()));
  for (std::string& line : lines_) line.resize(static_cast<std::size_t>(width_), '#');
  find('S');
  find('E');
}

Point Maze::find(char sign) const {
  for (int y = 0; y < height_; ++y)
    for (int x = 0; x < width_; ++x)
      if (lines_.at(static_cast<std::size_t>(y))[static_cast<std::size_t>(x)] == sign) return {x, y};
  throw std::invalid_argument(std::string("no ") + sign + " in the maze");
}

bool Maze::inside(int x, int y) const {
  return x >= 0 && x < width_ && y >= 0 && y < width_;
}

bool Maze::free(int x, int y) const {
  return inside(x, y) && lines_.at(static_cast<std::size_t>(y)).at(static_cast<std::size_t>(x)) != '#';
}

// Steps from the start to each place, or -1.
std::vector<int> Maze::distances() const {
  std::vector<int> distance(static_cast<std::size_t>(width_ * height_), -1);
  std::queue<Point> open;
  const Point start = find('S');
  distance[static_cast<std::size_t>(index(start.x, start.y))] = 0;
  open.push(start);
  while (!open.empty()) {
    const Point at = open.front();
    open.pop();
    for (const Point step : kSteps) {
      const Point next{at.x + step.x, at.y + step.y};
      if (!free(next.x, next.y)) continue;
      int& known = distance.at(static_cast<std::size_t>(index(next.x, next.y)));
      if (known != -1) continue;
      known = distance.at(static_cast<std::size_t>(index(at.x, at.y))) + 1;
      open.push(next);
    }
  }
  return distance;
}

std::optional<std::vector<Point>> Maze::shortest() const {
  const std::vector<int> distance = distances();
  Point at = find('E');
  int left = distance[static_cast<std::size_t>(index(at.x, at.y))];
  if (left < 0) return std::nullopt;
  std::vector<Point> way{at};
  while (left > 0) {
    for (const Point step : kSteps) {
      const Point next{at.x + step.x, at.y + step.y};
      if (free(next.x, next.y) && distance[static_cast<std::size_t>(index(next.x, next.y))] == left - 1) {
        at = next;
        break;
      }
    }
    --left;
    way.push_back(at);
  }
  std::reverse(way.begin(), way.end());
  return way;
}

int Maze::reachable() const {
  const std::vector<int> distance = distances();
  return static_cast<int>(std::count_if(distance.begin(), distance.end(), [](int d) { return d >= 0; }));
}

std::vector<std::string> Maze::drawn() const {
  std::vector<std::string> out = lines_;
  const auto way = shortest();
  if (!way) return out;
  for (std::size_t i = 1; i + 1 < way->size(); ++i)
    out[static_cast<std::size_t>((*way)[i].y)][static_cast<std::size_t>((*way)[i].x)] = '.';
  return out;
}
