#pragma once
// What a session changed, as its proof sees it: texts to compare, and what of it is not part of the result.

#include <cstdint>
#include <string>
#include <vector>

#include "verify/changed_file.h"
#include "verify/judge.h"
#include "workspace/workspace.h"

namespace engine {

inline constexpr std::size_t k_compared_file_max = std::size_t{1} << 20;   ///< larger files are not compared
inline constexpr std::size_t k_compared_max = std::size_t{32} << 20;       ///< all of them together, each side

struct ChangeSet {
  /// Regular text files (of tests also binary ones), without what git ignores and what lies in .git.
  std::vector<verify::ChangedFile> files;
  /// Changed files that are none of these: binary, too large, links; and folders with more in them than is
  /// looked at.
  struct Other {
    std::string path;
    std::string sha256;   ///< as it is now; "" = no file, gone, or very large
    enum class What : std::uint8_t { file, gone, folder };
    What what = What::file;
  };
  std::vector<Other> others;
  /// Those of them that are tests, their data or configuration and were there before: as they were.
  std::vector<workspace::Shown> others_before;
  /// And those of which that is not known any more: the original checks cannot be run.
  std::vector<std::string> lost;
  /// Files that git ignores (and caches of interpreters and test runners, whatever git says) that the session
  /// made or changed, as they were before: what a fresh checkout with this change would not have. Folders that
  /// came whole are one of them.
  std::vector<workspace::Shown> leftovers;
  /// The modified files once more, younger than all that was made of them: so that no build product made of
  /// something else passes for theirs.
  std::vector<workspace::Shown> fresh;
  /// Nothing but leftovers: whoever only ran the tests changed nothing.
  bool only_products = true;
};

/// Reads from the workspace and its tree. Links are not followed. Fails with io.
base::Result<ChangeSet> change_set(const workspace::Workspace& workspace);

/// Whether the session changed more than leftovers. What cannot be read counts as a change.
bool changes_anything(const workspace::Workspace& workspace);

/// What kind of change it is; `only` gets names for Touches::other.
verify::Touches touches(const ChangeSet& changes, std::vector<std::string>& only);

/// One side of some of the files, to be laid over a tree. For code with tests inside, see with_tests_of.
enum class Side { before, after };
std::vector<workspace::Shown> versions(const ChangeSet& changes, const std::vector<std::string>& paths, Side side);

}  // namespace engine
