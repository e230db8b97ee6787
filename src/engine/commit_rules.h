#pragma once
// What the project's rules want to be run before a commit, run as checks are. Internal to engine.

#include <string>
#include <vector>

#include "engine/settings.h"
#include "io/loop.h"

namespace engine {

/// Runs them one after the other, each in a fork of the tree of which nothing stays, with the environment, the time and the
/// output of a check. `changed`: the paths that are to be committed; rules of other folders are left out. Recorded as a
/// session, if there is anything to run. Fails with denied (which rule, and what its command said), unsupported (the tree
/// cannot be forked), and if the session cannot be recorded.
io::Task<base::Result<>> run_before_commit(io::Loop& loop, Settings settings, std::string cwd, std::vector<std::string> changed);

}  // namespace engine
