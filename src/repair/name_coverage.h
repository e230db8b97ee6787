#pragma once
// Which lines do tests run? Guessed from names, for languages and runners whose coverage is not measured.

#include <string>
#include <vector>

#include "lab.h"

namespace repair {

/// For each test the functions that its text names, what those name, and so on, three levels deep; a
/// function of the first level counts three times. A test whose text is not found counts as naming all
/// that the test files name. Reads the tree, bounded, on the pool. Fails with cancelled.
io::Task<base::Result<Coverage>> coverage_by_names(std::string tree, std::vector<std::string> failing,
                                                   std::vector<std::string> passing);

/// "dir/name.ext:LINE" anywhere in a text, for files of known languages under `tree` or relative to it:
/// traces and compilers' messages.
std::vector<Frame> places_in(std::string_view text, const std::string& tree);

}  // namespace repair
