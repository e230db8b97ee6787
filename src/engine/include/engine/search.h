#pragma once
// A look through a project's files, without a session.

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include "base/error.h"

namespace engine {

inline constexpr std::size_t k_search_max = 1000;   ///< matches

struct SearchOptions {
  std::string root;             ///< absolute
  std::string pattern;          ///< RE2's syntax, within one line
  std::string glob;             ///< "*.py", "!test*"; "" = all files
  bool literal = false, ignore_case = false;
  std::size_t limit = 200;      ///< matches, at most k_search_max
};
struct FoundLine {
  std::string path;             ///< from the root
  std::size_t line = 0;         ///< from 1
  std::string text;             ///< valid UTF-8, at most 300 bytes
};
struct SearchFound {
  std::vector<FoundLine> lines;
  std::size_t files = 0;        ///< that were searched
  bool is_cut = false;          ///< there is more
};

/// What git ignores is left out. Blocks; safe from any thread. Fails with invalid (the pattern), not_found, denied, cancelled.
base::Result<SearchFound> search_files(const SearchOptions& options, std::stop_token stop);

}  // namespace engine
