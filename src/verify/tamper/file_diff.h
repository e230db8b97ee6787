#pragma once
// The lines in which two versions of a file differ, for all parts of the tamper guard.

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "text/diff.h"
#include "verify/changed_file.h"

namespace verify::tamper {

enum class Side : std::uint8_t { before, after };

class FileDiff {
 public:
  struct Line {
    std::string_view text;   ///< trimmed
    std::size_t number = 0;  ///< from 1, in its own version
    std::size_t change = 0;  ///< which change it belongs to, the same for both sides of one
  };

  /// Keeps views into the texts of `file`, which must outlive it.
  explicit FileDiff(const ChangedFile& file);
  FileDiff(std::string_view path, std::string_view before, std::string_view after);

  /// Lines that are gone, and lines that came. One that only moved or was indented anew is in
  /// neither, nor is one that only got or lost a comma at its end. Empty lines are left out.
  /// Those who compare each with each other take first_of() them.
  [[nodiscard]] const std::vector<Line>& removed() const { return removed_; }
  [[nodiscard]] const std::vector<Line>& added() const { return added_; }
  /// At most k_compared_max of `lines`.
  static std::span<const Line> first_of(const std::vector<Line>& lines) {
    return std::span(lines).first(std::min(lines.size(), k_compared_max));
  }
  static constexpr std::size_t k_compared_max = 2000;
  /// True if there are more.
  [[nodiscard]] bool is_large() const {
    return removed_.size() > k_compared_max || added_.size() > k_compared_max;
  }
  /// True if `line` of the new version was added or changed (by diff, moved lines included).
  [[nodiscard]] bool is_new(std::size_t line) const;
  /// Which hunk of the diff holds the line of the new version; SIZE_MAX if it is not a changed one.
  [[nodiscard]] std::size_t change_of(std::size_t line) const;

  /// The hunk around a line, as in a unified diff, at most k_finding_diff_max bytes of valid UTF-8.
  /// The nearest hunk if the line itself did not change; "" if nothing did.
  [[nodiscard]] std::string hunk(Side side, std::size_t line) const;

 private:
  void collect();
  std::string_view path_;
  std::vector<std::string_view> old_lines_, new_lines_;
  std::vector<text::Change> changes_;
  std::vector<text::Hunk> hunks_;
  std::vector<Line> removed_, added_;
};

}  // namespace verify::tamper
