#pragma once
// What a command does, as far as its words tell: run tests, build, lint, or only print.

#include <string>
#include <string_view>
#include <vector>

#include "command_flow.h"

namespace verify {

enum Does : unsigned { does_tests = 1, does_build = 2, does_lint = 4 };

/// One simple command, understood.
struct Action {
  unsigned does = 0;  ///< of Does
  std::string id;     ///< "pytest", "cargo test": the same for all ways to start it
  std::vector<std::string> selection;  ///< what it is applied to, and options that choose: sorted
  std::string dir;        ///< where: `cd` before it, -C and the like; "" = where the line began
  bool part = false;      ///< only some of the tests or files
  bool dry = false;       ///< lists or explains, runs nothing
  bool swallows = false;  ///< ends with 0 whatever happens
  bool prints = false;    ///< echo, cat, ls: shows nothing about the code
  bool harmless = false;  ///< changes nothing that is worth a word: cd, export, echo, git status
  std::string script;     ///< the file that it starts
};

Action understand(const Part& part);

}  // namespace verify
