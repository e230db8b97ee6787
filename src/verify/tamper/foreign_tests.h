#pragma once
// Tests in languages without a grammar here, and in files that do not parse: by lines.

#include <string>
#include <unordered_set>
#include <vector>

#include "tamper/report.h"

namespace verify::tamper {

/// The lines of all files after a change, without white space.
using Elsewhere = std::unordered_set<std::string>;
Elsewhere lines_of(const std::vector<ChangedFile>& changes);

/// Tests that are gone, skipped, or say something else. What is `elsewhere` now is not gone.
void find_in_foreign_tests(const Subject& subject, const Elsewhere& elsewhere, Report& report);

}  // namespace verify::tamper
