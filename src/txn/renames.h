#pragma once
// Finds among the effects what was only moved: a deleted and a created thing with the same content.

#include "scan.h"

namespace txn {

/// Sets renamed_from and renamed_to. The work is bounded: at most 2,000 comparisons, 64 MiB read,
/// folders of at most 5,000 entries. What is not found stays a deletion and a creation.
base::Result<> find_renames(int tree, int upper, Scan& found);

}  // namespace txn
