#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "code/search.h"
#include "needles.h"

namespace re2 {
class RE2;
}

namespace code {

/// What to look for, made ready once; each thread makes its Matcher from it.
struct MatchPlan {
  std::string pattern;  ///< for RE2; "" if `needles` say it all
  bool folded = false;  ///< letters of either case are the same
  /// Every match contains one of these, if there are any.
  std::optional<Needles> needles;
};

/// Fails with invalid: a pattern that RE2 does not take, an empty one, one beyond k_pattern_max.
base::Result<MatchPlan> plan(const SearchQuery& query);

/// A line with a match in it.
struct LineMatch {
  std::size_t begin = 0, end = 0;  ///< of the line, without its line feed
  std::size_t at = 0;              ///< where the first match begins, or is known to contain
};

/// Finds lines. For one thread.
class Matcher {
 public:
  explicit Matcher(const MatchPlan& plan);
  ~Matcher();
  Matcher(Matcher&&) noexcept;

  /// The first line with a match that begins at `from` or later; `from` is the beginning of a line.
  /// Call restart() when a new text begins.
  std::optional<LineMatch> next(std::string_view text, std::size_t from);
  void restart() { wasted_ = 0; }

 private:
  std::optional<LineMatch> next_by_needles(std::string_view text, std::size_t from);
  std::optional<LineMatch> next_by_regex(std::string_view text, std::size_t from);

  const MatchPlan* plan_;
  std::unique_ptr<re2::RE2> regex_;  ///< null if needles say it all
  std::size_t wasted_ = 0;           ///< lines that had a needle but no match
};

}  // namespace code
