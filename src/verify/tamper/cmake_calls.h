#pragma once
// The calls of a CMakeLists.txt or a meson.build that register and build tests.

#include "tamper/report.h"

namespace verify::tamper {

/// Tests that are no longer registered or run something else; test sources no longer built.
void find_in_cmake(const Subject& subject, Report& report);

}  // namespace verify::tamper
