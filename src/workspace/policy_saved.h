#pragma once
// Whether what a change takes away is to be had elsewhere: in git, or not worth keeping.

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "git_repository.h"
#include "policy_leaf.h"
#include "text/ignore.h"

namespace workspace {

/// Remembers repositories between judgements, and everything else within one.
class Saved {
 public:
  explicit Saved(std::string root) : root_(std::move(root)) {}

  /// Starts a judgement: what is remembered of folders is forgotten. `after` is the transaction's upper;
  /// both sides must live until the next begin().
  void begin(const Side& before, const Side& after, const std::vector<txn::Effect>& effects);

  /// The repository that has, or would have, an entry of this folder; null if there is none.
  GitRepository* repository(const std::string& folder);
  /// Relative to the root; "" if the path is not tracked by anything.
  [[nodiscard]] bool tracks(const std::string& path, bool is_folder);
  /// As the .gitignore files of the repository say, and .git/info/exclude. False without a repository.
  bool ignores(const std::string& path, bool is_folder);
  /// True if a folder around the path is ignored.
  bool ignores_around(const std::string& path);

  /// Why the content that `leaf` had before is nowhere else: "git does not track it"; "" if git has it.
  std::string why_only_here(const Leaf& leaf);

 private:
  struct Rules {
    text::IgnoreRules rules;
    bool ignored = false;
  };
  const Rules& rules(const std::string& folder);
  void enter(Rules& rules, const std::string& place, const std::string& gitignore,
             const GitRepository* starting) const;
  bool is_lost(const GitRepository& repository);
  [[nodiscard]] std::string inside(const GitRepository& repository, const std::string& path) const;
  bool has_content(GitRepository& repository, const Leaf& leaf, bool& is_too_big);

  const std::string root_;
  std::string above_;                      ///< from the top of the repository around the root to the root
  const Side* before_ = nullptr;
  const Side* after_ = nullptr;
  std::vector<std::string> removed_;       ///< folders that this transaction takes away
  std::map<std::string, std::unique_ptr<GitRepository>> repositories_;   ///< by working tree
  std::map<std::string, GitRepository*> by_folder_;
  std::map<std::string, Rules> rules_;
  std::map<const GitRepository*, bool> lost_;
  std::uint64_t hashed_ = 0;               ///< bytes
};

}  // namespace workspace
