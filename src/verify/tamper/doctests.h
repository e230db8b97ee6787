#pragma once
// Python's tests in docstrings.

#include <string_view>

#include "tamper/suite.h"

namespace verify::tamper {

/// One test with an assertion for each `>>> expression` and the lines that it has to print.
Suite read_doctests(std::string_view text);

}  // namespace verify::tamper
