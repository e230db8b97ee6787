#pragma once
// [check] and [[checks]] of .plumb/config.toml.

#include <vector>

#include "signs.h"

namespace verify {

inline constexpr const char* k_config_file = ".plumb/config.toml";

/// Empty if there is no such file or nothing of this in it. Fails with invalid, and the file and line.
base::Result<std::vector<Check>> configured_checks(const Project& project);

}  // namespace verify
