#pragma once
// Code that knows that it is being tested, ends the run early, or gets into the runner.

#include "tamper/report.h"

namespace verify::tamper {

/// For code, tests and configuration in the languages that plumb parses.
void find_detection(const Subject& subject, Report& report);
/// Code that a runner loads by itself, and files that stand in a runner's place.
void find_hooks(const Subject& subject, Report& report);

}  // namespace verify::tamper
