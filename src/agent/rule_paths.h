#pragma once
// Words that stand for paths, in sentences. Internal to agent.

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "agent/rules.h"
#include "rule_words.h"

namespace agent {

template <std::size_t N>
bool is_in(const std::array<std::string_view, N>& all, std::string_view word) {
  return std::find(all.begin(), all.end(), word) != all.end();
}

/// "a.py", "x/b.json": an ending of files.
bool has_known_extension(std::string_view raw);
/// "file", "folder", "itself": says of the word beside it that it is one.
bool names_one(const Word* word);
/// A word that stands for a path in the middle of prose, or a code span that does: `self.state` is none. `named`: the
/// sentence says that it is one.
bool is_path(const Word& word, bool named, const HasPath& has);
/// PATH [file] ((, | and | or) PATH [file])*
std::vector<std::string> take_paths(Cursor& at, bool named, const HasPath& has);

}  // namespace agent
