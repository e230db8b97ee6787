#pragma once
// One command and all that it printed since somebody asked last.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "io/loop.h"
#include "io/process.h"
#include "screen.h"
#include "text/cut.h"
#include "tools/shell.h"

namespace tools {

struct ShellRequest {
  std::string command, cwd;
  bool pty = false;
  std::optional<io::Millis> timeout;   ///< then it is ended
};

/// Shared by the shell and the task that reads its output, which may outlive the shell's interest.
class ShellCommand : public std::enable_shared_from_this<ShellCommand> {
 public:
  using OnOutput = std::function<void(std::string_view)>;

  /// Starts it; its output is read, and its timeout watched, by tasks in `scope`. Fails as
  /// io::Process::start.
  static io::Task<base::Result<std::shared_ptr<ShellCommand>>> start(io::Launcher launcher, io::Scope& scope, int id,
                                                                     ShellRequest request, io::ProcessSpec spec,
                                                                     io::Millis grace);
  ShellCommand(int id, ShellRequest request, std::unique_ptr<io::Process> process, io::Millis grace);

  [[nodiscard]] int id() const { return id_; }
  /// The workspace's transaction that it runs in; 0 = none, or its step is closed.
  std::uint64_t transaction = 0;
  [[nodiscard]] const ShellRequest& request() const { return request_; }
  [[nodiscard]] std::int64_t since_ms() const { return since_ms_; }

  /// Waits until it has ended and its last words are read, at most for `limit`. Fails with
  /// cancelled. That it still runs is a success.
  io::Task<base::Result<>> wait(io::Millis limit, OnOutput on_output);
  /// The same, but also returns when it has printed something and then nothing for `quiet`, or when it
  /// waits for input and has printed nothing for `settled`.
  struct Quiet {
    io::Millis quiet, settled;
  };
  io::Task<base::Result<>> wait_quiet(io::Millis limit, Quiet quiet, OnOutput on_output);
  /// For one whose leader has ended: until nothing of it runs any more.
  io::Task<base::Result<>> wait_background(io::Millis limit, OnOutput on_output);
  io::Task<base::Result<>> type(std::string text);
  /// Ends it and what it left in the background.
  io::Task<> end(io::Millis grace, OnOutput on_output);
  void kill_now();

  [[nodiscard]] std::optional<io::ExitStatus> ended() const { return process_->ended(); }
  [[nodiscard]] bool timed_out() const { return timed_out_; }
  /// How is_waiting is found out; without it that is never so.
  void ask_with(ShellOptions::WaitsForInput waits) { waits_ = std::move(waits); }
  /// It runs and waits for input, as ShellOptions::waits_for_input says.
  [[nodiscard]] bool is_waiting() const { return waits_ && !ended() && waits_(*process_); }
  /// It, or what it left in the background, runs.
  [[nodiscard]] bool is_alive() const { return !ended() || process_->has_processes(); }

  struct Printed {
    std::string bytes;   ///< at most k_shell_full_max, head and tail kept
    std::size_t total = 0;
    std::string drawn;   ///< of a pty on which it moved about: what a person sees now, else ""
  };
  /// What it printed since the last call.
  Printed take_printed();

 private:
  static io::Task<> read(std::shared_ptr<ShellCommand> self);
  static io::Task<> watch(std::shared_ptr<ShellCommand> self, io::Millis timeout);
  io::Task<> read_rest();
  io::Task<> settle(io::Millis limit);

  int id_;
  ShellRequest request_;
  std::unique_ptr<io::Process> process_;
  io::Millis grace_;
  std::int64_t since_ms_;
  OnOutput on_output_;           // of the call that waits now
  text::EndsBuffer printed_;
  std::optional<Screen> screen_;         // of a pty
  ShellOptions::WaitsForInput waits_;
  std::size_t printed_ever_ = 0;
  std::int64_t printed_at_ = 0;  // steady
  io::CancelSource all_read_;    // "cancelled" = the output has come to its end
  bool timed_out_ = false;
};

}  // namespace tools
