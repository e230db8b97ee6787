#pragma once
#include <optional>
#include <vector>

struct Point {
  int x = 0, y = 0;
};

struct Rect {
  int x = 0, y = 0, width = 0, height = 0;

  int right() const { return x + width; }     // not in it
  int bottom() const { return y + height; }   // not in it
  bool empty() const { return width <= 0 || height <= 0; }
  bool contains(Point point) const;
  bool operator==(const Rect&) const = default;
};

/// What both have; nothing if that is empty.
std::optional<Rect> clip(const Rect& a, const Rect& b);
/// The smallest that has all of them.
Rect bounds(const std::vector<Rect>& rects);
/// Moves a rectangle as little as needed so that it lies in the outer one, which is large enough.
Rect moved_into(Rect rect, const Rect& outer);
