#pragma once
// A program of the set: a folder with a bug, tests that show it, a folder `hidden` of tests that only the
// right fix passes, and `fix.patch`, the right fix. Neither of the two is in the copies that are repaired.

#include <string>
#include <vector>

#include "base/env.h"
#include "io/loop.h"
#include "verify/verify.h"

namespace bench {

struct Program {
  std::string folder;
  std::string name;  ///< "reservations"
  std::string set;   ///< "python", "held/python"
  std::string bug;   ///< its kind, in words
  int edits = 0;     ///< places that the fix changes
  [[nodiscard]] bool is_held() const { return set.rfind("held/", 0) == 0; }
};

/// The programs at and below a folder, by name. Fails with not_found, invalid (a fix.patch without a head).
base::Result<std::vector<Program>> programs_in(const std::string& folder);

/// The program that its tests need and that is not installed, "" if all is there.
std::string missing_tool(const Program& program, const base::Env& env);

/// A copy without `hidden` and `fix.patch` in `into`, which does not exist yet; returns `into`.
io::Task<base::Result<std::string>> copy_program(io::Loop& loop, std::string folder, std::string into);
/// Puts the hidden tests over a copy, made fit to be checked again.
io::Task<base::Result<>> add_hidden(io::Loop& loop, std::string folder, std::string copy);

/// What is wrong with a program, "" if it is sound: its tests fail, and pass with the fix; the hidden ones too;
/// the fix changes as many places as it says. Fails where nothing could be tried.
io::Task<base::Result<std::string>> unsound(io::Loop& loop, Program program, base::Env env);

}  // namespace bench
