#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "text/ignore.h"

namespace code {

/// The globs of a query: which paths they let through.
class PathFilter {
 public:
  /// "*.{c,h}" stands for "*.c" and "*.h". Expansions beyond k_globs_max are left out.
  explicit PathFilter(const std::vector<std::string>& globs);
  static constexpr std::size_t k_globs_max = 256;

  /// For a file: true if the last glob that matches it, or a folder it is in, has no "!"; if none
  /// matches, true if all globs have one.
  [[nodiscard]] bool lets_through(std::string_view path) const;
  /// For a folder: false if the globs exclude it and so all that is in it.
  [[nodiscard]] bool enters(std::string_view path) const;
  [[nodiscard]] bool empty() const { return patterns_.empty(); }

 private:
  std::vector<text::IgnorePattern> patterns_;
  bool has_positive_ = false;
};

}  // namespace code
