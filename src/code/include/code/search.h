#pragma once
// Finds lines in a tree, as ripgrep does and about as fast (bench/search).

#include <cstddef>
#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include "base/error.h"
#include "code/walk.h"

namespace code {

enum class Syntax : std::uint8_t { regex, literal };
enum class Case : std::uint8_t {
  sensitive,
  insensitive,
  smart,  ///< insensitive if the pattern has no upper-case letter
};
enum class Want : std::uint8_t {
  lines,   ///< the lines
  counts,  ///< per file how many lines match
  files,   ///< which files have a match
};

inline constexpr std::size_t k_pattern_max = 16 * 1024;

struct SearchQuery {
  std::string
      pattern;  ///< RE2's syntax; matches within one line; "^" and "$" are those of the line
  Syntax syntax = Syntax::regex;
  Case letters = Case::sensitive;
  bool whole_words = false;
  Want want = Want::lines;
  std::size_t before = 0, after = 0;  ///< lines of context
  /// Matching lines (Want::files, Want::counts: files) in the whole result, and in one file.
  std::size_t matches_max = 1000;
  std::size_t matches_per_file_max = SIZE_MAX;
  /// Bytes shown of a line. A longer one is cut to a part around its match.
  std::size_t line_max = 500;
  WalkOptions where;     ///< where.folders is of no account
  unsigned threads = 0;  ///< 0 = as many as there are cores, at most 16
};

struct FoundLine {
  std::size_t number = 0;  ///< from 1
  bool is_match = false;   ///< else context
  bool cut_front = false, cut_back = false;
  std::string text;  ///< valid UTF-8, without line ending
};

struct FoundFile {
  std::string path;              ///< from the root; for a root that is a file, the root itself
  std::size_t matches = 0;       ///< matching lines, up to the bound
  std::vector<FoundLine> lines;  ///< only with Want::lines; in order, none twice
  bool cut = false;              ///< the file has more matches than the bounds let in
};

struct SearchResult {
  std::vector<FoundFile> files;  ///< sorted by path_less; files without a match are not here
  std::size_t matches = 0;       ///< sum over `files`
  std::size_t files_searched = 0;
  std::size_t files_binary = 0;      ///< NUL among the first 8 KiB: not searched
  std::size_t files_unreadable = 0;  ///< could not be opened or read
  /// There are more matches, or files that were not looked at: a bound was met. The result is then
  /// the first part of the whole, in the order of paths, the same at each call.
  bool cut = false;
  bool walk_cut = false;  ///< the tree has more entries than where.entries_max
};

/// Searches the folder or file `root`. A file named as root is searched even if it is ignored.
/// Fails with invalid (a pattern that RE2 refuses: the text says why; an empty or too long one),
/// not_found, denied, cancelled. Blocks; safe from any thread. Memory is bounded by the bounds of
/// the query, a window of 16 MiB a thread and the list of files.
base::Result<SearchResult> search(const std::string& root, const SearchQuery& query,
                                  std::stop_token stop = {});

}  // namespace code
