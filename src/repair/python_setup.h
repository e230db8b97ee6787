#pragma once
// From a test command to what the server in Python needs to run the same tests itself.

#include <optional>
#include <string>
#include <vector>

#include "base/env.h"
#include "verify/verify.h"

namespace repair {

struct PythonSetup {
  std::string python;                  ///< program to start, looked up in PATH if it has no slash
  std::string runner;                  ///< "unittest" or "pytest"
  std::vector<std::string> path;       ///< of PYTHONPATH in the command, relative to the root
  std::vector<std::string> arguments;  ///< of pytest, as the command has them
  std::string start, pattern, top;     ///< of unittest's discovery; start "" = names
  std::vector<std::string> names;      ///< of unittest
};

/// Reads commands of the form [VAR=value ...] PYTHON -m unittest|pytest ARGS and pytest ARGS. For
/// any other command the project's files decide. Nothing = not a Python project, as far as one can
/// tell.
std::optional<PythonSetup> python_setup(const verify::Check& check, const std::string& root,
                                        const base::Env& env);

}  // namespace repair
