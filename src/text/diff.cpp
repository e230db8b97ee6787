// Myers' algorithm in linear space ("An O(ND) Difference Algorithm and Its Variations", 1986):
// find a point in the middle of a shortest edit path by searching from both ends at once, then do
// the same for the two halves.
//
// Three things keep it quick on what programs meet:
//  - lines are numbered first, so that comparing two costs one integer comparison;
//  - what both texts have in front and at the end is set aside, and so are lines that occur in one
//    text only: they can be in no common subsequence, so the result stays a shortest one;
//  - a search that has cost k_cost_max rounds gives up on the shortest path and splits at the point
//    that came furthest. Two unrelated files of 50,000 lines then take a third of a second instead
//    of minutes.
//
// At the end changes slide down as far as they go, which is where git shows them too: a function
// added after another one is then shown whole, not from its second line to the first of the next.
#include "text/diff.h"

#include <algorithm>
#include <cstdint>
#include <unordered_map>

namespace text {
namespace {

using Id = std::uint32_t;
using Int = std::int64_t;

constexpr Int k_cost_max = 1024;

/// One text during the search: the numbers of its lines and which of them are changed.
struct Side {
  std::vector<Id> ids;          ///< every line
  std::vector<bool> marked;     ///< every line: removed, or added
  std::vector<Id> kept;         ///< the lines that the search looks at
  std::vector<std::size_t> at;  ///< where each of them is in `ids`
};

/// A part of the grid of old lines (x) against new lines (y).
struct Box {
  Int x0, x1, y0, y1;
  [[nodiscard]] Int width() const { return x1 - x0; }
  [[nodiscard]] Int height() const { return y1 - y0; }
};

struct Point {
  Int x, y;
};

/// How far a search came, seen from its own corner: on diagonal k = x - y it stands at x.
struct Front {
  std::vector<Int> reach;
  Int low = 0, high = 0;  ///< the diagonals of the last round

  void start(Int origin) {
    reach[static_cast<std::size_t>(origin)] = 0;
    low = high = 0;
  }
  [[nodiscard]] bool covers(Int k) const { return k >= low && k <= high; }
};

constexpr Int k_unreached = INT64_MIN / 2;

/// Looks for the path through the kept lines.
class Search {
 public:
  Search(Side& a, Side& b) : a_(a), b_(b), origin_(static_cast<Int>(b.kept.size())) {
    forward_.reach.resize(a.kept.size() + b.kept.size() + 1);
    backward_.reach.resize(forward_.reach.size());
  }

  void run(Box box) {
    // The smaller part recurses, the larger goes round the loop: the depth stays logarithmic.
    for (;;) {
      trim(box);
      if (box.width() == 0 || box.height() == 0) break;
      const Point middle = split(box);
      Box left{box.x0, middle.x, box.y0, middle.y};
      Box right{middle.x, box.x1, middle.y, box.y1};
      if (left.width() + left.height() > right.width() + right.height()) std::swap(left, right);
      run(left);
      box = right;
    }
    for (Int x = box.x0; x < box.x1; ++x) a_.marked[a_.at[static_cast<std::size_t>(x)]] = true;
    for (Int y = box.y0; y < box.y1; ++y) b_.marked[b_.at[static_cast<std::size_t>(y)]] = true;
  }

 private:
  [[nodiscard]] bool same(Int x, Int y) const {
    return a_.kept[static_cast<std::size_t>(x)] == b_.kept[static_cast<std::size_t>(y)];
  }
  void trim(Box& box) const {
    while (box.width() > 0 && box.height() > 0 && same(box.x0, box.y0)) ++box.x0, ++box.y0;
    while (box.width() > 0 && box.height() > 0 && same(box.x1 - 1, box.y1 - 1)) --box.x1, --box.y1;
  }

  /// A point on a good path, neither of the two corners. The box is trimmed and not empty.
  Point split(const Box& box) {
    forward_.start(origin_);
    backward_.start(origin_);
    const bool odd = ((box.width() - box.height()) & 1) != 0;
    for (Int cost = 1; cost <= k_cost_max; ++cost) {
      if (const Int k = advance<Way::forward>(box, cost, odd); k != k_unreached)
        return place<Way::forward>(box, k);
      if (const Int k = advance<Way::backward>(box, cost, !odd); k != k_unreached)
        return place<Way::backward>(box, k);
    }
    const Int ahead = furthest(forward_);
    const Int behind = furthest(backward_);
    return progress(forward_, ahead) >= progress(backward_, behind)
               ? place<Way::forward>(box, ahead)
               : place<Way::backward>(box, behind);
  }

  enum class Way { forward, backward };

  /// One more step on every diagonal, and from there along equal lines. Returns a diagonal on which
  /// this search has met the other one, if `may_meet`, else k_unreached.
  template <Way way>
  Int advance(const Box& box, Int cost, bool may_meet) {
    Front& self = way == Way::forward ? forward_ : backward_;
    const Front& other = way == Way::forward ? backward_ : forward_;
    const Int width = box.width();
    const Int height = box.height();
    // Diagonals have the parity of the cost, and those outside the box are left alone.
    const Int low = cost <= height ? -cost : -height + ((cost - height) & 1);
    const Int high = cost <= width ? cost : width - ((cost - width) & 1);
    Int met = k_unreached;
    for (Int k = low; k <= high && met == k_unreached; k += 2) {
      Int x = k_unreached;
      if (self.covers(k + 1) && at(self, k + 1) - k <= height) x = at(self, k + 1);
      if (self.covers(k - 1) && at(self, k - 1) < width) x = std::max(x, at(self, k - 1) + 1);
      if (x >= 0) x = follow<way>(box, x, k);
      at(self, k) = x;
      const Int mirrored = width - height - k;
      if (may_meet && x >= 0 && other.covers(mirrored) && x >= width - at(other, mirrored)) met = k;
    }
    self.low = low;
    self.high = high;
    return met;
  }

  /// From x on diagonal k along equal lines.
  template <Way way>
  [[nodiscard]] Int follow(const Box& box, Int x, Int k) const {
    const Int end = std::min(box.width(), box.height() + k);
    if constexpr (way == Way::forward)
      while (x < end && same(box.x0 + x, box.y0 + x - k)) ++x;
    else
      while (x < end && same(box.x1 - 1 - x, box.y1 - 1 - x + k)) ++x;
    return x;
  }

  /// Where a search stands on diagonal k, in the coordinates of the whole.
  template <Way way>
  Point place(const Box& box, Int k) {
    if constexpr (way == Way::forward) {
      const Int x = at(forward_, k);
      return {box.x0 + x, box.y0 + x - k};
    }
    const Int x = at(backward_, k);
    return {box.x1 - x, box.y1 - x + k};
  }

  Int& at(Front& front, Int k) const { return front.reach[static_cast<std::size_t>(k + origin_)]; }
  [[nodiscard]] Int at(const Front& front, Int k) const {
    return front.reach[static_cast<std::size_t>(k + origin_)];
  }

  /// Lines behind a search, x + y.
  [[nodiscard]] Int progress(const Front& front, Int k) const { return 2 * at(front, k) - k; }
  [[nodiscard]] Int furthest(const Front& front) const {
    Int best = front.low;
    for (Int k = front.low; k <= front.high; k += 2)
      if (progress(front, k) > progress(front, best)) best = k;
    return best;
  }

  Side& a_;
  Side& b_;
  Int origin_;  ///< where diagonal 0 lies in `reach`
  Front forward_, backward_;
};

/// Numbers the lines: equal lines get equal numbers.
void number_lines(const std::vector<std::string_view>& lines,
                  std::unordered_map<std::string_view, Id>& numbers, Side& side) {
  side.ids.reserve(lines.size());
  for (const std::string_view line : lines)
    side.ids.push_back(numbers.try_emplace(line, static_cast<Id>(numbers.size())).first->second);
  side.marked.assign(lines.size(), false);
}

/// Of the lines [begin, end), keeps those that the other side has too; marks the others.
void keep_shared(Side& side, std::size_t begin, std::size_t end,
                 const std::vector<bool>& in_other) {
  for (std::size_t i = begin; i < end; ++i) {
    if (in_other[side.ids[i]]) {
      side.kept.push_back(side.ids[i]);
      side.at.push_back(i);
    } else {
      side.marked[i] = true;
    }
  }
}

std::vector<bool> seen(const Side& side, std::size_t begin, std::size_t end, std::size_t numbers) {
  std::vector<bool> in(numbers);
  for (std::size_t i = begin; i < end; ++i) in[side.ids[i]] = true;
  return in;
}

/// The marks of both sides, read off in step.
std::vector<Change> read_marks(const Side& a, const Side& b) {
  std::vector<Change> changes;
  std::size_t x = 0;
  std::size_t y = 0;
  while (x < a.ids.size() || y < b.ids.size()) {
    Change change{x, x, y, y};
    while (x < a.ids.size() && a.marked[x]) change.old_end = ++x;
    while (y < b.ids.size() && b.marked[y]) change.new_end = ++y;
    if (change.old_begin != change.old_end || change.new_begin != change.new_end)
      changes.push_back(change);
    else
      ++x, ++y;
  }
  return changes;
}

/// Moves pure insertions and deletions down while the text stays the same, and joins what meets.
/// From the last change up, so that a change finds its lower neighbour in its final place.
void slide_down(std::vector<Change>& changes, const Side& a, const Side& b) {
  std::vector<Change> done;  // in reverse
  for (auto it = changes.rbegin(); it != changes.rend(); ++it) {
    Change change = *it;
    const std::size_t old_limit = done.empty() ? a.ids.size() : done.back().old_begin;
    for (;;) {
      if (change.old_end == old_limit) break;
      if (change.old_begin == change.old_end) {
        if (b.ids[change.new_begin] != b.ids[change.new_end]) break;
      } else if (change.new_begin == change.new_end) {
        if (a.ids[change.old_begin] != a.ids[change.old_end]) break;
      } else {
        break;
      }
      ++change.old_begin, ++change.old_end, ++change.new_begin, ++change.new_end;
    }
    if (!done.empty() && change.old_end == done.back().old_begin) {
      done.back().old_begin = change.old_begin;
      done.back().new_begin = change.new_begin;
    } else {
      done.push_back(change);
    }
  }
  changes.assign(done.rbegin(), done.rend());
}

}  // namespace

std::vector<Change> diff_lines(const std::vector<std::string_view>& old_lines,
                               const std::vector<std::string_view>& new_lines) {
  std::unordered_map<std::string_view, Id> numbers;
  numbers.reserve(old_lines.size() + 16);
  Side a;
  Side b;
  number_lines(old_lines, numbers, a);
  number_lines(new_lines, numbers, b);

  std::size_t front = 0;
  std::size_t a_end = a.ids.size();
  std::size_t b_end = b.ids.size();
  while (front < a_end && front < b_end && a.ids[front] == b.ids[front]) ++front;
  while (a_end > front && b_end > front && a.ids[a_end - 1] == b.ids[b_end - 1]) --a_end, --b_end;
  keep_shared(a, front, a_end, seen(b, front, b_end, numbers.size()));
  keep_shared(b, front, b_end, seen(a, front, a_end, numbers.size()));

  Search(a, b).run({0, static_cast<Int>(a.kept.size()), 0, static_cast<Int>(b.kept.size())});
  std::vector<Change> changes = read_marks(a, b);
  slide_down(changes, a, b);
  return changes;
}

std::vector<Hunk> hunks(const std::vector<Change>& changes, std::size_t old_lines,
                        std::size_t new_lines, std::size_t context) {
  std::vector<Hunk> out;
  for (const Change& change : changes) {
    if (out.empty() || change.old_begin - out.back().changes.back().old_end > 2 * context) {
      Hunk hunk;
      const std::size_t before = std::min(context, change.old_begin);
      hunk.old_begin = change.old_begin - before;
      hunk.new_begin = change.new_begin - before;
      out.push_back(std::move(hunk));
    }
    Hunk& hunk = out.back();
    hunk.changes.push_back(change);
    const std::size_t after = std::min(context, old_lines - change.old_end);
    hunk.old_end = change.old_end + after;
    hunk.new_end = std::min(change.new_end + after, new_lines);
  }
  return out;
}

DiffStats stats(const std::vector<Change>& changes) {
  DiffStats stats;
  for (const Change& change : changes) {
    stats.removed += change.old_end - change.old_begin;
    stats.added += change.new_end - change.new_begin;
  }
  return stats;
}

}  // namespace text
