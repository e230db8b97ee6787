#pragma once
// What an edit would do, found out before anything is done.

#include <string>
#include <vector>

#include "object_store.h"
#include "rooted.h"
#include "snapshot.h"
#include "step_record.h"
#include "workspace/workspace.h"

namespace workspace {

struct EditPlan {
  struct Item {
    std::optional<Entry> expected;     ///< what is there now
    std::optional<std::string> bytes;  ///< of the new file; nothing for folders and deletions
  };
  std::vector<Effect> effects;  ///< in walking order, folders to be made among them
  std::vector<Item> items;      ///< one per effect
};

/// Looks at everything, changes nothing; before- and after-images are put to the store (not flushed).
/// Writes that would change nothing are left out.
base::Result<EditPlan> plan_edit(const Rooted& root, ObjectStore& store,
                                 std::vector<Workspace::FileWrite> files, std::uint64_t file_max);

/// Does it; fills the after-versions. On failure what was done is put back; `left` then names paths
/// where that was not possible.
base::Result<> apply_edit(const Rooted& root, ObjectStore& store, StepRecord& record,
                          const EditPlan& plan, std::vector<std::string>& left);

}  // namespace workspace
