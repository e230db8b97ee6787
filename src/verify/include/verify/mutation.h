#pragma once
// Small deliberate faults in the lines that a session wrote. A check that stays green with all of
// them does not test the change. Pure functions, safe from any thread, any bytes.

#include <cstddef>
#include <string>
#include <vector>

#include "verify/changed_file.h"

namespace verify {

struct Mutant {
  std::string path;
  std::string text;      ///< the whole file with the fault in it; parses as well as the original
  std::size_t line = 0;  ///< of the fault, in the new file (from 1)
  std::string what;      ///< "`<` became `>=`"
};

/// At most `max` mutants of lines that were added or changed in code files (no tests, no docs, no
/// configuration) of the languages that plumb parses: spread over files and hunks, in each of them
/// the ones first that a test must notice. Faults that cannot matter are left out where that is
/// seen cheaply: logging, comments, docstrings, imports, type annotations, changes of format only.
/// Each file is at most code::k_parse_max; the texts returned sum up to 64 MiB at most.
std::vector<Mutant> mutate_changed_lines(const std::vector<ChangedFile>& changes, std::size_t max);

/// True if the two versions differ in white space and comments only, as far as the syntax tells:
/// needs a language that plumb parses, else only equal texts are. False for files that come or go.
bool only_formatting(const ChangedFile& change);

}  // namespace verify
