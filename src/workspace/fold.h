#pragma once
#include <vector>

#include "workspace/workspace.h"

namespace workspace {

/// The effects of several steps as if they were one: per path the first before and the last after,
/// without those that came to nothing and without what was undone. In walking order.
std::vector<Effect> fold(const std::vector<Step>& steps);

}  // namespace workspace
