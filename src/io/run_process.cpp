// Runs a program to its end and keeps what it said.
//
// The end of a program is the end of its leader, not of its output: something it left in the
// background may hold the pipe for ever. What the leader wrote is in the pipe when it ends, so the
// readers get a short while to take it, and then the whole session is killed with the Process.
#include <algorithm>
#include <utility>

#include "base/ids.h"
#include "io/filter.h"
#include "io/process.h"

namespace io {

namespace {

constexpr Millis k_grace{2000};    // from SIGTERM to SIGKILL after a timeout
constexpr Millis k_grace_cancelled{60};   // the same when somebody waits for the end of all this
constexpr Millis k_drain{200};     // for output after the end of the leader

/// Keeps the head and the tail of what is added, at most `max` bytes.
class Kept {
 public:
  explicit Kept(std::size_t max) : head_max_(max / 2), tail_max_(max - max / 2) {}

  void add(std::string_view bytes) {
    const auto to_head = std::min(bytes.size(), head_max_ - head_.size());
    head_ += bytes.substr(0, to_head);
    tail_ += bytes.substr(to_head);
    // Cut only now and then, so that each byte is moved at most twice.
    if (tail_.size() > 2 * tail_max_ + 4096) cut();
  }
  [[nodiscard]] bool truncated() const { return truncated_ || tail_.size() > tail_max_; }
  std::string take() {
    if (tail_.size() > tail_max_) cut();
    return std::move(head_) + tail_;
  }

 private:
  void cut() {
    truncated_ = true;
    tail_.erase(0, tail_.size() - tail_max_);
  }
  std::size_t head_max_, tail_max_;
  std::string head_, tail_;
  bool truncated_ = false;
};

using Read = Task<base::Result<std::string>> (Process::*)();

Task<> drain(Process& process, Read read, Kept& kept) {
  while (true) {
    const auto bytes = co_await (process.*read)();
    if (!bytes || bytes->empty()) co_return;
    kept.add(*bytes);
  }
}

/// One program on its way to its end. A member function each, so that nothing dangles.
class Way {
 public:
  Way(Process& process, std::size_t output_max, bool own_err, std::optional<std::string> input)
      : process_(process), out_(output_max), err_(output_max), own_err_(own_err), input_(std::move(input)) {}

  Task<base::Result<ExitStatus>> go() {
    std::vector<Task<>> tasks;
    tasks.push_back(cancellable(readers_, read()));
    if (input_) tasks.push_back(cancellable(writer_, write()));
    tasks.push_back(wait());
    co_await all(std::move(tasks));
    co_return std::move(status_);
  }

  Finished finished(const ExitStatus& status) {
    Finished done;
    done.status = status;
    done.truncated = out_.truncated() || err_.truncated();
    done.out = out_.take();
    done.err = err_.take();
    return done;
  }

 private:
  Task<> read() {
    std::vector<Task<>> tasks;
    tasks.push_back(drain(process_, &Process::read_out, out_));
    if (own_err_) tasks.push_back(drain(process_, &Process::read_err, err_));
    co_await all(std::move(tasks));
    pause_.cancel();
  }
  Task<> write() {
    const auto written = co_await process_.write_in(*std::move(input_));
    (void)written;   // it need not read
    process_.close_in();
  }
  Task<> wait() {
    status_ = co_await process_.wait();
    writer_.cancel();
    if (status_ && !pause_.cancelled()) (void)co_await cancellable(pause_, sleep(k_drain));
    readers_.cancel();
  }

  Process& process_;
  Kept out_, err_;
  bool own_err_;
  std::optional<std::string> input_;
  CancelSource readers_, writer_, pause_;
  base::Result<ExitStatus> status_ = ExitStatus();
};

}  // namespace

Task<base::Result<std::unique_ptr<Process>>> Launcher::start(ProcessSpec spec) const {
  if (start_) co_return co_await start_(std::move(spec));
  co_return Process::start(*loop_, std::move(spec));
}

static Task<base::Result<Finished>> run_to_end(Launcher launcher, ProcessSpec spec, std::optional<std::string> input, Millis timeout,
                                               std::size_t output_max) {
  const bool cancelled = co_await is_cancelled();
  if (cancelled) co_return base::fail(base::Code::cancelled, "cancelled");
  const auto began = base::steady_ms();
  const bool own_err = !spec.merge_stderr && spec.terminal == Terminal::none;
  const std::string what = spec.argv.empty() ? "" : spec.argv[0];
  CO_TRY(const auto process, co_await launcher.start(std::move(spec)));
  Way way(*process, output_max, own_err, std::move(input));
  auto status = co_await within(timeout, what, way.go());
  if (!status) {
    const bool waited_for = status.error().code == base::Code::cancelled;
    const Millis grace = waited_for ? k_grace_cancelled : k_grace;
    co_await process->end_group(grace);
    co_return base::fail(status.error());
  }
  auto done = way.finished(*status);
  done.took = Millis(base::steady_ms() - began);
  co_return done;
}

Task<base::Result<Finished>> run_process(Launcher launcher, ProcessSpec spec, Millis timeout, std::size_t output_max) {
  co_return co_await run_to_end(std::move(launcher), std::move(spec), std::nullopt, timeout, output_max);
}

Task<base::Result<Finished>> filter(Launcher launcher, ProcessSpec spec, std::string input, Millis timeout, std::size_t output_max) {
  spec.open_stdin = true;
  co_return co_await run_to_end(std::move(launcher), std::move(spec), std::move(input), timeout, output_max);
}

}  // namespace io
