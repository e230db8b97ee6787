#pragma once
#include <string>

#include "base/error.h"

namespace engine {

/// Applies a patch in the apply_patch format to plain files below `cwd`, all or nothing. Returns what
/// was done, a line a file ("M src/a.cpp"). Fails with invalid (the patch), not_found, denied, io; then
/// nothing has changed.
base::Result<std::string> apply_patch(const std::string& patch, const std::string& cwd);

}  // namespace engine
