#pragma once
// Line diffs: what changed between two texts, and the same as a unified diff that `git apply` and
// `patch` take. Pure functions, safe from any thread, any bytes.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace text {

/// Lines [old_begin, old_end) of the old text became lines [new_begin, new_end) of the new one.
/// Counted from 0; one of the two ranges may be empty.
struct Change {
  std::size_t old_begin = 0, old_end = 0;
  std::size_t new_begin = 0, new_end = 0;
  bool operator==(const Change&) const = default;
};

/// The changes from `old_lines` to `new_lines` in order, never touching one another: between two
/// of them lies at least one equal line. The smallest number of changed lines where that can be
/// had in reasonable time (up to some thousand changed lines); beyond it right, but longer. Time is
/// bounded by about (lines x 1000) steps, memory is linear.
std::vector<Change> diff_lines(const std::vector<std::string_view>& old_lines,
                               const std::vector<std::string_view>& new_lines);

/// Changes with the equal lines around them, as a unified diff shows them.
struct Hunk {
  std::size_t old_begin = 0, old_end = 0;  ///< lines shown, with context
  std::size_t new_begin = 0, new_end = 0;
  std::vector<Change> changes;  ///< at least one
};
inline constexpr std::size_t k_diff_context = 3;
/// Groups changes that are at most 2 * `context` equal lines apart.
std::vector<Hunk> hunks(const std::vector<Change>& changes, std::size_t old_lines,
                        std::size_t new_lines, std::size_t context = k_diff_context);

struct DiffStats {
  std::size_t added = 0, removed = 0;  ///< lines
};
DiffStats stats(const std::vector<Change>& changes);
DiffStats diff_stats(std::string_view old_text, std::string_view new_text);

/// The unified diff of one file, "" if nothing changed:
///   --- a/PATH
///   +++ b/PATH
///   @@ -1,3 +1,4 @@
/// nullopt stands for a file that does not exist (/dev/null). Names with control characters, quotes
/// or backslashes are quoted as git does. A text with NUL gives one line, "Binary files ...
/// differ". Making or removing an empty file changes no line: the headers come alone, and `git
/// apply` needs more; write its "diff --git" line in front (see git_header).
std::string unified_diff(std::string_view path, std::optional<std::string_view> old_text,
                         std::optional<std::string_view> new_text,
                         std::size_t context = k_diff_context);

/// "diff --git a/PATH b/PATH\n" and, where the file comes or goes, the mode line that git wants.
std::string git_header(std::string_view path, bool old_exists, bool new_exists,
                       unsigned mode = 0100644);

/// `name` as git writes it in a header: as it is, or "quoted\n" where that would be misread.
std::string quoted_name(std::string_view name);

}  // namespace text
