// The end of a command is the packet `ended` of its init, sent when no other process is left. An init
// that dies without it was killed; then the pidfd tells when the kernel has killed the rest.
#include "command.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <csignal>

#include "base/ids.h"
#include "io/event.h"
#include "terminal.h"

namespace sandbox {

class Command::State : public std::enable_shared_from_this<Command::State> {
 public:
  State(io::Loop& loop, Started started)
      : control(std::move(started.control)), pid(started.pid), terminal(std::move(started.terminal)),
        pidfd_(loop, std::move(started.pidfd)), ended_event_(io::executor_of(loop)) {}

  void watch() {
    control->when_readable([self = shared_from_this()] {
      self->look();
      if (!self->is_closed_) self->watch();
    });
  }
  const std::optional<io::ExitStatus>& ended() {
    look();
    return ended_;
  }
  io::Task<> wait_event() { return ended_event_.wait(); }

  void kill() {
    if (!ended_) (void)::syscall(SYS_pidfd_send_signal, pidfd_.fd(), SIGKILL, nullptr, 0);
  }
  /// Lets go of the pending waits, which own this object.
  void abandon() {
    kill();
    is_closed_ = true;
    control->close();
    pidfd_.close();
  }

  std::unique_ptr<Channel> control;
  const int pid;
  base::Fd terminal;
  Usage usage;

 private:
  void look() {
    while (!is_closed_ && !ended_) {
      const auto received = control->look();
      if (received.what == Received::What::nothing_yet) return;
      if (received.what == Received::What::end) return wait_for_death();
      if (received.packet.kind != Kind::ended) continue;
      usage = received.packet.usage;
      end({received.packet.number, received.packet.signal});
    }
  }
  void wait_for_death() {
    is_closed_ = true;
    pidfd_.when_readable([self = shared_from_this()] { self->end({128 + SIGKILL, SIGKILL}); });
  }
  void end(io::ExitStatus status) {
    ended_ = status;
    is_closed_ = true;
    ended_event_.notify();
  }

  Channel pidfd_;
  io::Event ended_event_;
  std::optional<io::ExitStatus> ended_;
  bool is_closed_ = false;
};

Command::Command(io::Loop& loop, Started started, std::unique_ptr<io::ChildIo> ends)
    : state_(std::make_shared<State>(loop, std::move(started))), ends_(std::move(ends)) {
  state_->watch();
}

Command::~Command() { state_->abandon(); }

int Command::pid() const { return state_->pid; }
std::optional<io::ExitStatus> Command::ended() const { return state_->ended(); }
Usage Command::usage() const { return state_->usage; }

bool Command::waits_for_input() const {
  return state_->terminal && !state_->ended() && terminal_waits(state_->terminal.get());
}

void Command::signal_group(int signal) {
  if (state_->ended()) return;
  Packet packet = packet_of(Kind::signal);
  packet.number = signal;
  (void)send_packet(state_->control->fd(), packet);   // fails if it is ending
}

io::Task<base::Result<io::ExitStatus>> Command::wait() {
  const auto state = state_;
  while (!state->ended()) {
    const bool cancelled = co_await io::is_cancelled();
    if (cancelled) co_return base::fail(io::cancelled_error());
    co_await state->wait_event();
  }
  co_return *state->ended();
}

io::Task<> Command::end_group(io::Millis grace) { return io::shielded(end_now(grace)); }

io::Task<> Command::end_now(io::Millis grace) {
  const auto state = state_;
  signal_group(SIGTERM);
  signal_group(SIGCONT);   // a stopped process does not see the other one
  const auto deadline = base::steady_ms() + grace.count();
  auto pause = io::Millis(1);
  while (!state->ended() && base::steady_ms() < deadline) {
    (void)co_await io::sleep(pause);
    pause = std::min(pause * 2, io::Millis(20));
  }
  signal_group(SIGKILL);
  const auto patience = base::steady_ms() + 2000;
  while (!state->ended()) {
    // An init that does not answer is killed itself.
    if (base::steady_ms() > patience) state->kill();
    (void)co_await io::sleep(pause);
    pause = std::min(pause * 2, io::Millis(20));
  }
}

}  // namespace sandbox
