#pragma once
// Coverage of tests that are programs of Go and Rust: built once more so that they note which lines run, then
// each test run alone. Go has that built in; in Rust probes are put into the sources (probes.h), since the
// tools of its compiler's own coverage are seldom installed, and must be of the very same version.

#include <string>
#include <vector>

#include "lab.h"

namespace repair {

/// A test as its program knows it.
struct ProgramTest {
  std::string name;     ///< as the lab calls it
  std::string package;  ///< Go: its import path
  std::string filter;   ///< what the program is told to run
};

/// Both work in `tree` and leave its sources as they were. Empty if it does not build this way or the time
/// is used up: not an error. Fail with cancelled.
io::Task<base::Result<Coverage>> go_coverage(io::Launcher launcher, std::string tree, std::vector<ProgramTest> tests, base::Env env,
                                             std::string scratch, io::Millis budget);
io::Task<base::Result<Coverage>> rust_coverage(io::Launcher launcher, std::string tree, std::vector<ProgramTest> tests, base::Env env,
                                               std::string scratch, io::Millis budget);

/// Lines that ran, out of what `go test -coverprofile` writes; paths relative to the module.
CoveredLines read_go_profile(std::string_view text, std::string_view module);
/// "  Executable unittests src/lib.rs (target/debug/deps/calc-0123)" of cargo's output, as paths.
std::vector<std::string> rust_programs(const std::string& output, const std::string& tree);
/// For a shell.
std::string quoted(const std::string& word);

}  // namespace repair
