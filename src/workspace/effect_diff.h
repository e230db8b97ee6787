#pragma once
#include <functional>
#include <string>

#include "workspace/workspace.h"

namespace workspace {

/// See Workspace::diff.
using ContentReader = std::function<base::Result<std::string>(Workspace::Side)>;
std::string effect_diff(const ContentReader& read, const Effect& effect, std::size_t limit);

}  // namespace workspace
