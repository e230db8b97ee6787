#pragma once
#include <string>

#include "snapshot.h"

namespace workspace {

/// Writes the session's snapshot and makes it the project's newest, for the next session to start
/// from (a second name of the same file where that is possible).
base::Result<> save_snapshot(const Snapshot& snapshot, const std::string& root,
                             const std::string& session_file, const std::string& shared_file);

/// An empty snapshot if there is none that can be used: it then takes longer, nothing else.
Snapshot load_snapshot(const std::string& file, const std::string& root);

}  // namespace workspace
