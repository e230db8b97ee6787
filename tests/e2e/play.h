#pragma once
// Plays one scenario in one wire and says what was not as expected.

#include <string>
#include <vector>

#include "scenario.h"

namespace e2e {

struct Outcome {
  std::string wire;
  std::vector<std::string> failures;   ///< "PATH:LINE: ..." each
  std::string skipped;                 ///< why, or ""
  std::string kept;                    ///< the folder that was left, or ""
  struct Rewrite { Exact exact; std::string text; };
  std::vector<Rewrite> rewrites;       ///< exact sections that differ, and what they should be
};

struct PlayOptions {
  std::string plumb;       ///< absolute path of the program
  bool keep = false;       ///< leave the folder of a failing scenario
  bool show = false;       ///< outputs of every run go to stderr
};

Outcome play(const std::string& path, const std::string& text, const std::string& wire, const PlayOptions& options);

/// `text` with the sections of `rewrites` replaced.
std::string rewritten(const std::string& text, std::vector<Outcome::Rewrite> rewrites);

}  // namespace e2e
