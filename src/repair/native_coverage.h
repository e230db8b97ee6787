#pragma once
// Which lines do tests of a C or C++ project run? Measured with gcov where the project is built
// with CMake; guessed from names where it is not.

#include <string>
#include <vector>

#include "lab.h"
#include "native_project.h"

namespace repair {

/// Builds `tree` once more, with --coverage, and runs `tests` one by one. Empty if that does not
/// work here (no gcov, the build fails, no time left): not an error.
io::Task<base::Result<Coverage>> measure_coverage(io::Launcher launcher, std::string tree,
                                                  NativeBuild build, std::vector<NativeTest> tests,
                                                  base::Env env, io::Millis budget);

/// The functions whose names occur in the project's test files, and what they call (two levels), as
/// if `failing` ran all of their lines.
io::Task<base::Result<Coverage>> guess_coverage(std::string tree, std::vector<std::string> failing);

/// Lines that ran, out of `gcov -t`'s text; paths relative to `tree`, others left out.
CoveredLines read_gcov(std::string_view text, const std::string& tree);

}  // namespace repair
