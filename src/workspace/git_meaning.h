#pragma once
// Git rewrites its index whenever it looks at the files, also when nothing changed but a time. Whoever
// runs `git status` after a step must not thereby lose the undo of that step's commit.

#include "txn/txn.h"

namespace workspace {

/// For the store's options: files named index, as far as they parse as git's.
txn::Meanings git_meanings();

}  // namespace workspace
