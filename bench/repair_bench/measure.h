#pragma once
// One repair, and how it went.

#include <cstdint>
#include <string>
#include <vector>

#include "program.h"

namespace bench {

struct Settings {
  int seconds = 60;         ///< wall time of the search
  std::size_t workers = 2;  ///< copies in which edits are tried side by side
  bool verbose = false;     ///< print progress and diffs
};

struct Measured {
  Program program;
  bool plausible = false;   ///< a fix that passes the visible tests was proposed
  bool right = false;       ///< and it passes the hidden ones
  bool listed = false;      ///< if it is not right: one of those that it told beside it is
  std::size_t tried = 0, rank = 0, rivals = 0;
  std::int64_t first_ms = -1;  ///< from the start until the first edit passed, -1 = none did
  std::int64_t total_ms = 0;   ///< from the start until the answer, which is proven by the whole check
  std::int64_t search_ms = 0;  ///< wall time of trying alone
  double search_cpu_s = 0;     ///< CPU time of trying alone, of all processes
  std::size_t steady_tried = 0;  ///< edits between the first batch that was tried and the last,
  double steady_cpu_s = 0;       ///< and the CPU time in between
  std::string what;            ///< the fix, or why there is none
};

/// A failure to measure at all is an outcome too: `what` says it.
io::Task<Measured> measure(io::Loop& loop, Program program, base::Env env, Settings settings);

}  // namespace bench
