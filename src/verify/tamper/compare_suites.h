#pragma once
// The tests of a whole change before and after.

#include <deque>

#include "tamper/report.h"

namespace verify::tamper {

/// Tests that are gone, skipped or say less than before, over all files at once: what moved from
/// one file to another is not gone. Files without a grammar, and those that cannot be parsed, are
/// compared by lines.
void find_in_tests(const std::deque<Subject>& subjects, const std::vector<ChangedFile>& changes,
                   Report& report);

}  // namespace verify::tamper
