#pragma once
// The shell's tools: shell, shell_wait, shell_input, shell_kill. Every command is a step of the
// workspace; what it changes is known and undoable.

#include <memory>
#include <string>
#include <vector>

#include "base/env.h"
#include "tools/set.h"

namespace tools {

struct ShellOptions {
  base::Env env;                            ///< of plumb; what looks like a credential is left out
  std::vector<std::string> secret_names;    ///< more variables that no command may see
  io::Millis wait{120000};                  ///< a command that runs longer is handed back running
};

/// What a command may see of `env`: no credentials, nothing that waits for a person (editors, pagers,
/// password prompts), and AGENT=plumb.
base::Env shell_env(const base::Env& env, const std::vector<std::string>& secret_names);

/// Owner of the commands that run. For the loop's thread. Must outlive the set's use of its tools.
class Shell {
 public:
  virtual ~Shell() = default;
  /// Ends everything that still runs and records what it changed. Not shortened by a cancellation.
  virtual io::Task<> close() = 0;
  [[nodiscard]] virtual std::size_t running() const = 0;
};

/// Adds the tools to `set`. All references must outlive the result.
std::unique_ptr<Shell> add_shell(ToolSet& set, io::Loop& loop, workspace::Workspace& workspace,
                                 ShellOptions options);

}  // namespace tools
