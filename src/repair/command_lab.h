#pragma once
// The lab for every other project: the check's own runner in copies of the project. Go and Rust: many
// versions of a function in one build (schemata.h), then the test programs alone, also for coverage. Whatever
// the servers in Node and Java cannot load: one run of the failing tests for each candidate, which finds what
// is among the first hundred.

#include <memory>

#include "lab.h"

namespace repair {

/// `before` is the run of the check in the first of the copies.
base::Result<std::unique_ptr<Lab>> make_command_lab(io::Launcher launcher, verify::Check check, LabPlace place,
                                                    const std::vector<Source>& sources,
                                                    const verify::CheckRun& before);

/// "Rust", "Go", "Java" (and all that is run as it is) or "JavaScript", by the files of the project; "" = none.
std::string command_language(const std::string& root);

}  // namespace repair
