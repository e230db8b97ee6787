#pragma once
// The shell's tools: shell, shell_wait, shell_input, shell_kill. Every command is a step of the
// workspace; what it changes is known and undoable.

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/env.h"
#include "io/process.h"
#include "sandbox/box.h"
#include "tools/set.h"

namespace tools {

inline constexpr std::size_t k_shell_full_max = std::size_t{16} << 20;   ///< kept of an output, for the blob
inline constexpr std::size_t k_shell_commands_max = 16;                  ///< at the same time
inline constexpr unsigned k_shell_columns = 80, k_shell_rows = 24;       ///< of a pty
inline constexpr std::size_t k_shell_input_max = std::size_t{64} << 10;  ///< bytes typed in one call

/// Starts a command with the view that the workspace gave for it: in a sandbox::Box.
using ShellStart = std::function<io::Task<base::Result<std::unique_ptr<io::Process>>>(io::ProcessSpec, sandbox::View)>;

/// What runs besides the commands and has no step of its own (services), in a workspace of snapshots. Each part is set by who has
/// it, and empty without them.
struct Besides {
  std::function<bool()> goes_on;   ///< of the services: whether anything of them may still change the tree
  std::function<io::Task<base::Result<>>(std::string id, std::string what)> begin;   ///< of the shell: a step, before one starts
  std::function<io::Task<std::string>(std::string id)> end;   ///< ends it, or begins the next; what changed, for the model
};

struct ShellOptions {
  base::Env env;                            ///< of plumb; what looks like a credential is left out
  std::vector<std::string> secret_names;    ///< more variables that no command may see
  io::Millis wait{120000};                  ///< a command that runs longer is handed back running
  io::Millis grace{2000};                   ///< from SIGTERM to SIGKILL
  ShellStart start;                         ///< empty = on this machine as it is; then the workspace must
                                            ///< be one of snapshots
  /// Whether a process of `start` waits for input on its pty: sandbox::Box::waits_for_input. Empty = that
  /// is not known; then a command on a pty is handed back when it is quiet.
  using WaitsForInput = std::function<bool(const io::Process&)>;
  WaitsForInput waits_for_input;
  std::function<void(sandbox::View)> prepare;   ///< makes a sandbox ready for the next command; may be empty
  std::shared_ptr<Besides> besides = std::make_shared<Besides>();   ///< shared by the copies: of add_services and add_shell
};

/// Whether a variable (or an option, `-` as `_`) is one that holds a credential, by its name.
bool looks_secret(std::string_view variable);

/// What a command may see of `env`: no credentials (by name, or with the value of one), nothing that
/// waits for a person (editors, pagers, password prompts), and AGENT=plumb.
base::Env shell_env(const base::Env& env, const std::vector<std::string>& secret_names);

/// Owner of the commands that run, each in a session of its own, without a terminal or on its own
/// pty. In a workspace of transactions each command is a step, closed by the first call after its end.
/// Else a step is closed when a command has ended or is handed back running, and again by each later
/// call. For the loop's thread. Must outlive the set's use of its tools; the
/// destructor kills what still runs.
class Shell {
 public:
  virtual ~Shell() = default;
  /// Ends everything that still runs, daemons included as far as they carry our mark in their
  /// environment, and records what it changed. Takes the grace at most, and the recording. Not
  /// shortened by a cancellation. The shell may be used again. Fails with io if what a command changed
  /// could not be recorded or put into the tree; all else is done then.
  virtual io::Task<base::Result<>> close() = 0;
  /// Commands that run, or whose end the model was not told yet.
  [[nodiscard]] virtual std::size_t running() const = 0;
};

/// Adds the tools to `set`. All references must outlive the result. A command that is nothing but
/// `apply_patch` with a patch goes to the set's tool of that name, if it has one.
std::unique_ptr<Shell> add_shell(ToolSet& set, io::Loop& loop, workspace::Workspace& workspace,
                                 ShellOptions options);

}  // namespace tools
