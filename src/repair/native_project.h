#pragma once
// A C or C++ project's build and tests, as commands.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "io/process.h"
#include "verify/verify.h"

namespace repair {

/// One test of CTest, or the whole check.
struct NativeTest {
  std::string name;
  std::vector<std::string> argv;
  std::string cwd;
  std::map<std::string, std::string> env;  ///< on top of the lab's
  bool will_fail = false;                  ///< CTest's WILL_FAIL
  bool is_whole_check = false;             ///< its output is read test by test
  std::string target;                      ///< what builds its program, "" if unknown
};

struct NativeBuild {
  std::string prepare;  ///< for sh -c in the tree: configures and builds; "" = nothing
  std::string build;    ///< builds after a change; goes on after errors; "" = the test does it
  std::string folder;   ///< build folder relative to the tree; "" = unknown
  bool is_ctest = false;
};

/// Whether CMake may be told to write files for Ninja: it is installed, the check is one of CMake and CTest, and nobody
/// has chosen. Make spends more time on finding out what to build than a compiler on a small file in C.
bool may_use_ninja(const verify::Check& check, const base::Env& env);

/// How `tree` is built, by its files and its check.
NativeBuild native_build(const std::string& tree, const verify::Check& check, const base::Env& env);

/// `build.build` for these targets only; all for none.
std::string build_command(const NativeBuild& build, const std::vector<std::string>& targets);

/// Tests of a built tree. Falls back to the whole check as one test.
io::Task<base::Result<std::vector<NativeTest>>> native_tests(io::Launcher launcher, std::string tree,
                                                             NativeBuild build, verify::Check check,
                                                             base::Env env);

/// Runs a shell command in a tree, its output bounded. A timeout is a result: code -1.
struct ShellRun {
  int code = 0;
  std::string output;
  std::int64_t ms = 0;
};
io::Task<base::Result<ShellRun>> shell_run(io::Launcher launcher, std::vector<std::string> argv,
                                           std::string cwd, base::Env env, io::Millis timeout);

}  // namespace repair
