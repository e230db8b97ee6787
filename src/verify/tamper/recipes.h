#pragma once
// make's rules, as far as the tests' recipes are concerned.

#include <string>

#include "tamper/report.h"

namespace verify::tamper {

/// Changes of the targets that the check runs: their recipes, what they depend on, prefixes that
/// hide failures.
void find_in_recipes(const Subject& subject, const std::string& check_command, Report& report);

}  // namespace verify::tamper
