#pragma once
// Taking effects back: the one way in which undo, the rollback of a failed edit, recovery after a
// crash and the copy "before" put old versions in place.

#include <functional>
#include <string>
#include <vector>

#include "object_store.h"
#include "rooted.h"
#include "workspace/workspace.h"

namespace workspace {

struct RestoreRules {
  /// The temporary name for effect `i`.
  std::function<std::string(std::size_t i)> temporary;
  /// Keeps a version that could not be put in place and returns where; "" = nowhere.
  std::function<std::string(const Effect& effect, const std::string& bytes)> keep_aside;
};

/// Puts the before-versions of all effects in place that are not `undone` yet, where the tree still
/// has their after-versions; sets `undone` on those that are (or were already) back. Everything else
/// is a conflict and left alone. `effects` are in walking order. Doing it twice is doing it once,
/// so it may be cut off anywhere and run again.
UndoReport restore(const Rooted& root, ObjectStore& store, std::vector<Effect>& effects,
                   const RestoreRules& rules);

}  // namespace workspace
