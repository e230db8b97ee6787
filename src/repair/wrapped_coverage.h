#pragma once
// Which lines does a check run that builds what it tests, by make, configure or a script? A folder in front of
// PATH has compilers that add --coverage to what they are called with; gcov reads what the programs leave.

#include <string>
#include <vector>

#include "lab.h"
#include "native_project.h"

namespace repair {

/// Runs `command` in a copy of `tree`, where nothing must have been built yet; the copy lies in `scratch` and is
/// removed. All of `failing` count as if they ran all that ran. Empty if that does not work here (compilers that are
/// called by their paths, no gcov, no time): not an error.
io::Task<base::Result<Coverage>> wrapped_coverage(io::Launcher launcher, std::string tree, std::string command,
                                                  std::vector<std::string> failing, base::Env env, std::string scratch,
                                                  io::Millis budget);

}  // namespace repair
