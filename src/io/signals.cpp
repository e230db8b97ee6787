// The handler writes the signal's number into a pipe (all that a handler may do); a thread that
// does nothing else reads it and posts to the loop. A thread, because the loop need not wait for it:
// the handler must work before the loop runs and while it is stopped.

#include "io/signals.h"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <thread>

#include "base/file.h"

namespace io {

namespace {
std::atomic<int> g_pipe{-1};   // a handler has no other way to find its Signals

void handler(int signal) {
  const int saved = errno;
  const auto byte = static_cast<unsigned char>(signal);
  [[maybe_unused]] const auto ignored = ::write(g_pipe.load(), &byte, 1);   // full = enough are waiting
  errno = saved;
}
}  // namespace

struct Signals::Impl {
  base::Fd read_end, write_end;
  std::function<void(int)> on_signal;
  std::vector<std::pair<int, struct sigaction>> before;
  std::thread reader;
  std::atomic<bool> over{false};
};

Signals::Signals(Loop& loop, const std::vector<int>& signals, std::function<void(int)> on_signal)
    : impl_(std::make_shared<Impl>()) {
  int ends[2] = {-1, -1};
  // Without a pipe (no descriptors left) signals keep doing what they did before.
  if (::pipe2(ends, O_CLOEXEC) != 0) return;
  impl_->read_end.reset(ends[0]);
  impl_->write_end.reset(ends[1]);
  ::fcntl(ends[1], F_SETFL, O_NONBLOCK);
  impl_->on_signal = std::move(on_signal);
  g_pipe = ends[1];
  for (const int signal : signals) {
    struct sigaction ours {}, theirs {};
    ours.sa_handler = handler;
    ours.sa_flags = SA_RESTART;
    if (::sigaction(signal, &ours, &theirs) == 0) impl_->before.emplace_back(signal, theirs);
  }
  impl_->reader = std::thread([impl = impl_.get(), weak = std::weak_ptr<Impl>(impl_), &loop] {
    unsigned char byte = 0;
    for (;;) {
      const auto got = ::read(impl->read_end.get(), &byte, 1);
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0 || impl->over || byte == 0) return;
      loop.post([weak, signal = static_cast<int>(byte)] {
        if (const auto alive = weak.lock(); alive && !alive->over) alive->on_signal(signal);
      });
    }
  });
}

Signals::~Signals() {
  impl_->over = true;
  for (const auto& [signal, action] : impl_->before) ::sigaction(signal, &action, nullptr);
  g_pipe = -1;
  if (!impl_->reader.joinable()) return;
  const unsigned char end = 0;
  [[maybe_unused]] const auto ignored = ::write(impl_->write_end.get(), &end, 1);
  impl_->reader.join();
}

}  // namespace io
