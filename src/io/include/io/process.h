#pragma once
// contract: child processes, with pipes or on a pseudo terminal.

#include <csignal>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "io/loop.h"

namespace io {

enum class Terminal { none, pty };

struct ProcessSpec {
  std::vector<std::string> argv;  ///< argv[0] is looked up in PATH of `env` if it has no slash
  std::string cwd;                ///< "" = that of this process
  std::map<std::string, std::string, std::less<>> env;  ///< the whole environment of the child
  Terminal terminal = Terminal::none;
  bool open_stdin = false;        ///< pipes only: false = /dev/null
  bool merge_stderr = true;       ///< pipes only: stderr goes into stdout, in order
  unsigned columns = 80, rows = 24;  ///< pty only
};

struct ExitStatus {
  int code = 0;        ///< exit code; 128 + signal if it was killed by a signal
  int signal = 0;      ///< 0 = it exited by itself
};

/// A running child. It leads a session and a process group of its own and has no controlling
/// terminal but its own pty, so that it can neither read the user's terminal nor outlive the signals
/// to its session. It gets no descriptor but 0 to 2, default signals, and an empty signal mask.
/// The destructor kills the session (SIGKILL) and reaps the child: until then its number stays its
/// own. A process that made a session of its own (a daemon) is out of reach. Must go before the loop.
class Process {
 public:
  /// Fails with not_found (no such program), denied, invalid (no such cwd), io.
  static base::Result<std::unique_ptr<Process>> start(Loop& loop, ProcessSpec spec);
  virtual ~Process() = default;

  [[nodiscard]] virtual int pid() const = 0;
  /// The next bytes of stdout (and stderr if merged, or the pty's output): at most 64 KiB; an empty
  /// string at the end. Fails with cancelled.
  virtual Task<base::Result<std::string>> read_out() = 0;
  /// The same for a stderr of its own.
  virtual Task<base::Result<std::string>> read_err() = 0;
  /// Writes to stdin or the pty. Fails with unavailable when the child has closed it.
  virtual Task<base::Result<>> write_in(std::string bytes) = 0;
  virtual void close_in() = 0;
  /// Waits until the child itself has ended (its children may go on). May be called again, and by
  /// several tasks. Fails with cancelled.
  virtual Task<base::Result<ExitStatus>> wait() = 0;
  [[nodiscard]] virtual std::optional<ExitStatus> ended() const = 0;
  /// True while any process of the session runs, also after the child itself has ended: what it left
  /// in the background. Reads /proc.
  [[nodiscard]] virtual bool has_processes() const = 0;
  /// Sends a signal to every process group of the session; also when the leader has ended.
  virtual void signal_group(int signal) = 0;
  /// SIGTERM to the session, `grace` to end, then SIGKILL; returns when the leader has ended. Not
  /// shortened by a cancellation.
  virtual Task<> end_group(Millis grace) = 0;
};

/// Where processes are started: on this machine as they are, or in somebody's sandbox. A value, cheap to
/// copy; a Loop converts to the former. What it refers to must outlive it.
class Launcher {
 public:
  using Start = std::function<Task<base::Result<std::unique_ptr<Process>>>(ProcessSpec)>;
  Launcher(Loop& loop) : loop_(&loop) {}   // NOLINT: meant to convert
  Launcher(Loop& loop, Start start) : loop_(&loop), start_(std::move(start)) {}
  /// As Process::start, or as the sandbox's.
  [[nodiscard]] Task<base::Result<std::unique_ptr<Process>>> start(ProcessSpec spec) const;
  [[nodiscard]] Loop& loop() const { return *loop_; }

 private:
  Loop* loop_;
  Start start_;
};

struct Finished {
  ExitStatus status;
  std::string out, err;   ///< at most `output_max` bytes each, head and tail kept
  bool truncated = false;
  Millis took{0};
};

/// Runs a program to its end, which is that of its leader: what it leaves behind in the background
/// has 200 ms for its last words and is killed. On timeout (grace 2 s) or cancellation (grace 60 ms)
/// the whole session is ended first. Fails with timeout, cancelled, and as Process::start.
Task<base::Result<Finished>> run_process(Launcher launcher, ProcessSpec spec, Millis timeout,
                                         std::size_t output_max = std::size_t{1} << 20);

}  // namespace io
