#pragma once
// The lab for C and C++: copies of the project, a build folder in each, many versions of a function
// in one build (schemata.h).

#include <memory>

#include "lab.h"

namespace repair {

/// True if the project has C or C++ sources near its root.
bool is_native_project(const std::string& root);

/// `before` is the run of the check in the first of the copies.
base::Result<std::unique_ptr<Lab>> make_native_lab(io::Launcher launcher, verify::Check check,
                                                   LabPlace place,
                                                   const std::vector<Source>& sources,
                                                   const verify::CheckRun& before);

}  // namespace repair
