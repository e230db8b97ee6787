#pragma once
// Tests in languages without a grammar here, and in files that do not parse: by lines.

#include "tamper/report.h"

namespace verify::tamper {

/// Tests that are gone, skipped, or say something else. `others` are all files of the change: what
/// moved to one of them is not gone.
void find_in_foreign_tests(const Subject& subject, const std::vector<ChangedFile>& others,
                           Report& report);

}  // namespace verify::tamper
