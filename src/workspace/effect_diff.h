#pragma once
#include <string>

#include "object_store.h"
#include "workspace/workspace.h"

namespace workspace {

/// See Workspace::diff.
std::string effect_diff(ObjectStore& store, const Effect& effect, std::size_t limit);

}  // namespace workspace
