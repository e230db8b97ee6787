#pragma once
// What the policy judges: one entry of a change. An effect is one leaf, or, if it is a folder made or
// removed whole, one for the folder and one for each entry below.

#include <sys/stat.h>

#include <functional>
#include <optional>
#include <string>

#include "policy_tree.h"
#include "txn/txn.h"

namespace workspace {

struct Leaf {
  std::string path;
  txn::Change change = txn::Change::modified;
  std::optional<txn::Stat> before, after;
  bool is_renamed = false;
  bool is_inner = false;            ///< one of several of a folder's
  bool in_new_folder = false;       ///< the folder that it lies in was not there before
  bool in_new_repository = false;   ///< made together with a .git around it

  [[nodiscard]] bool was(txn::Kind kind) const { return before && before->kind == kind; }
  [[nodiscard]] bool becomes(txn::Kind kind) const { return after && after->kind == kind; }
  /// True if what is there afterwards can be run as a program and could not, or was another one.
  [[nodiscard]] bool gains_execution() const;
};

txn::Stat to_stat(const struct stat& st);

/// Shows the leaves of an effect, the effect itself first; `visit` returns false to skip what lies
/// below a folder. At most `limit` of them; false if that or something unreadable kept some back.
bool each_leaf(const txn::Effect& effect, const Side& before, const Side& after, std::size_t limit,
               const std::function<bool(const Leaf&)>& visit);

}  // namespace workspace
