#pragma once
// A program that gets a text and gives one back.

#include <string>

#include "io/process.h"

namespace io {

/// As run_process, and writes `input` to the program's standard input, then closes it. A program that does not read it is no
/// failure.
Task<base::Result<Finished>> filter(Launcher launcher, ProcessSpec spec, std::string input, Millis timeout,
                                    std::size_t output_max);

}  // namespace io
