#pragma once
// Who does what, and who is the better one: the rules of several attempts, without running any.

#include <string>
#include <vector>

#include "engine/attempts.h"

namespace engine {

/// The model of each attempt: `models` in turn, but builtin once, since it does the same each time. `wanted`
/// attempts, 0 = one a model. Fails with invalid: too many, fewer than models, more than one builtin alone.
base::Result<std::vector<std::string>> dealt(int wanted, const std::vector<std::string>& models, const std::vector<bool>& is_builtin);

/// The better one first: by verdict, then with nothing held, then the smaller change, then the earlier one.
bool is_better(const Attempt& a, const Attempt& b);

/// Those that are somebody's work: without what the .gitignore files of `root` name.
std::vector<ChangedFile> without_ignored(const std::string& root, std::vector<ChangedFile> changes);

/// How much one changed file counts, in lines. `root`: the tree that has it.
std::int64_t lines_of(const std::string& root, const ChangedFile& file);

}  // namespace engine
