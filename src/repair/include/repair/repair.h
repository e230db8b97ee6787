#pragma once
// Makes failing tests pass by trying small edits in copies of a project. Needs no language model;
// changes nothing in the project itself.

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/env.h"
#include "io/process.h"
#include "verify/verify.h"

namespace repair {

/// Makes a copy of the project in `into`, a folder that does not exist yet, and returns its path.
using Fork = std::function<io::Task<base::Result<std::string>>(std::string into)>;
/// Takes one line about how it goes, on the loop's thread. Must not throw.
using Progress = std::function<void(const std::string& line)>;

struct Options {
  io::Millis budget{120000};  ///< wall time of the search
  std::size_t workers = 2;    ///< copies in which candidates are tried side by side
  io::Millis check_timeout{600000};
  std::string scratch;        ///< an existing folder for the copies; "" = $TMPDIR
};

/// One edited file: its path relative to the root, and its texts.
struct EditedFile {
  std::string path, before, after;
};
/// Edits that make all failing tests pass.
struct Proposal {
  std::vector<EditedFile> files;
  std::string what;  ///< "relational operator at tally/intervals.py:27"
  std::string diff;  ///< unified
};

struct Outcome {
  verify::CheckRun before;            ///< the check, in a copy of the tree as it is
  std::optional<Proposal> proposal;   ///< the best that passes the whole check in a fresh copy
  verify::CheckRun after;             ///< that run, if there is a proposal
  std::vector<Proposal> rivals;       ///< others that pass the tests too, best first, at most 4
  std::vector<std::string> failing;   ///< tests that had to be made to pass
  std::vector<std::string> unstable;  ///< fail with the others, pass alone
  std::size_t functions = 0, tried = 0, rank = 0;
  std::int64_t search_ms = 0;
  std::string why_not;  ///< one plain sentence if there is no proposal
};

/// `root` is the project's own folder; only `fork` touches it, reading. Works in a new folder of `scratch`
/// that is removed in the end. Python (pytest, unittest), C and C++ (CTest, make), JavaScript and TypeScript
/// (node:test, mocha, jest, vitest), Java (JUnit 4 and 5, `main` methods), Go, Rust; other runners of these
/// slowly, through the check itself. That nothing
/// is found, or that the project is of another kind, is an outcome. Fails with cancelled (within
/// 100 ms), no_space, and as the check does.
io::Task<base::Result<Outcome>> repair(io::Launcher launcher, std::string root, verify::Check check,
                                       base::Env env, Fork fork, Options options,
                                       Progress progress);

}  // namespace repair
