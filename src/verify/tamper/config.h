#pragma once
// What changed in the files that tell a runner what to collect, how to run it, how to judge it.

#include <string>

#include "tamper/report.h"

namespace verify::tamper {

/// For files of the roles test_config, build, other, docs and test. `check_command` may be "".
void find_in_config(const Subject& subject, const std::string& check_command, Report& report);
/// Timeouts that were raised or taken away, in tests and in configuration.
void find_timeouts(const Subject& subject, Report& report);

}  // namespace verify::tamper
