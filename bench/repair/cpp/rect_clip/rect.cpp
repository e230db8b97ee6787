#include "rect.h"

#include <algorithm>

bool Rect::contains(Point point) const {
  return point.x >= x && point.x < right() && point.y >= y && point.y < bottom();
}

std::optional<Rect> clip(const Rect& a, const Rect& b) {
  Rect result;
  result.x = std::max(a.x, b.x);
  result.y = std::max(a.y, b.y);
  result.width = std::min(a.right(), b.right()) - result.x;
  result.height = std::min(a.bottom(), b.bottom()) - result.y;
  if (result.empty()) return std::nullopt;
  return result;
}

Rect bounds(const std::vector<Rect>& rects) {
  Rect all;
  for (const auto& rect : rects) {
    if (rect.empty()) continue;
    if (all.empty()) {
      all = rect;
      continue;
    }
    const int right = std::max(all.right(), rect.right());
    const int bottom = std::max(all.bottom(), rect.bottom());
    all.x = std::min(all.x, rect.x);
    all.y = std::min(all.y, rect.y);
    all.width = right - all.x;
    all.height = bottom - all.x;
  }
  return all;
}

Rect moved_into(Rect rect, const Rect& outer) {
  rect.x = std::clamp(rect.x, outer.x, outer.right() - rect.width);
  rect.y = std::clamp(rect.y, outer.y, outer.bottom() - rect.height);
  return rect;
}
