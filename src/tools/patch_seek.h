#pragma once
// Finding the lines of a patch in a file. Internal to tools.

#include <array>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tools {

/// The four ways to compare lines, from strict to lenient.
enum class Likeness { exact, right_trimmed, trimmed, folded };

/// The lines of one file, ready to be searched. Holds views: the file must outlive it.
class Seeker {
 public:
  /// `steps` counts down, over all files of a patch, by the work of comparing lines. At zero nothing
  /// is found any more: see exhausted().
  Seeker(std::vector<std::string_view> lines, std::size_t& steps);

  /// Where `pattern` stands at or after `from`, the first place of the strictest likeness that has
  /// one. With `at_end` only the last lines of the file. An empty pattern stands at `from`.
  std::optional<std::size_t> find(const std::vector<std::string_view>& pattern, std::size_t from,
                                  bool at_end);
  /// The only line at or after `from` that begins with `start` (blanks before it aside).
  std::optional<std::size_t> find_start(std::string_view start, std::size_t from);

  [[nodiscard]] std::size_t size() const { return lines_.size(); }
  [[nodiscard]] bool exhausted() const { return steps_ == 0; }

 private:
  std::string_view reduced(std::string_view line, Likeness how);
  const std::vector<std::string_view>& seen_as(Likeness how);
  std::optional<std::size_t> find_as(Likeness how, const std::vector<std::string_view>& pattern,
                                     std::size_t first, std::size_t last);
  bool spend(std::string_view compared);

  std::vector<std::string_view> lines_;
  std::array<std::vector<std::string_view>, 4> seen_;   // filled when first needed
  std::deque<std::string> folded_;                      // lines that folding changed
  std::size_t& steps_;
};

}  // namespace tools
