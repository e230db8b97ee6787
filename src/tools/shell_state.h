#pragma once
// What the four shell tools share: the running commands, and the step of the workspace that is open
// while any of them runs.
//
// A step is open from before a command starts until the call that started it returns. If something
// still runs then, the step is closed (its changes belong to that call) and another one is opened at
// once, to which everything belongs that changes behind the model's back, until the next call closes
// it. So nothing that a command does is ever outside of a step. Edits of the edit tools in between, and
// steps that others open meanwhile (a hook, a change taken from an agent),
// are the workspace's business: it keeps them apart, and goes on with the open step afterwards.
//
// All that is for snapshots. In a workspace of transactions every command has a step of its own, whose
// effects are in the tree only when it has ended and a call has closed it.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "shell_command.h"
#include "tools/shell.h"
#include "workspace/workspace.h"


namespace tools {

class ShellState final : public Shell {
 public:
  ShellState(io::Loop& loop, workspace::Workspace& workspace, ShellOptions options);
  ~ShellState() override;
  ShellState(const ShellState&) = delete;

  io::Task<Output> start(ShellRequest request, std::optional<io::Millis> wait, Run run);
  io::Task<Output> wait(int id, io::Millis wait, Run run);
  io::Task<Output> type(int id, std::string text, std::optional<io::Millis> wait, Run run);
  io::Task<Output> end(int id, Run run);
  io::Task<base::Result<>> close() override;
  [[nodiscard]] std::size_t running() const override { return commands_.size(); }
  [[nodiscard]] const ShellOptions& options() const { return options_; }

 private:
  base::Result<io::ProcessSpec> spec_of(const ShellRequest& request, int id) const;
  base::Result<std::shared_ptr<ShellCommand>> find(int id) const;
  void forget_ended();
  [[nodiscard]] std::string mark(int id) const { return mark_ + std::to_string(id) + "."; }

  void make_ready();
  [[nodiscard]] io::Launcher launcher(sandbox::View view) const;
  io::Task<base::Result<>> open_step(std::string id, std::string what, workspace::Workspace::Command& opened);
  io::Task<base::Result<>> begin_step(std::string id, std::string what);
  io::Task<std::string> end_step(std::string call_id);
  io::Task<std::string> end_transactions();
  [[nodiscard]] bool goes_on() const;
  void collect(workspace::Step step);

  /// The answer of every call: what was printed, how it stands with the command, what changed.
  io::Task<Output> report(std::shared_ptr<ShellCommand> command, Run run, std::string problem);
  std::string standing(const ShellCommand& command, bool alive) const;
  CommandState state_of(const ShellCommand& command) const;
  std::string ended_meanwhile(const ShellCommand& command) const;

  io::Loop& loop_;
  workspace::Workspace& workspace_;
  ShellOptions options_;
  base::Env env_;                    // what commands see of options_.env
  std::string mark_;                 // in the environment of all our commands
  int last_id_ = 0;
  bool step_open_ = false, ran_any_ = false;
  std::vector<workspace::Effect> effects_;   // of steps that were closed and not told to the model yet
  std::vector<std::string> git_;             // likewise
  std::vector<std::shared_ptr<ShellCommand>> commands_;   // alive, or their end was not told yet
  io::Scope tasks_;
};

}  // namespace tools
