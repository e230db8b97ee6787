// Two threads and the host's: one reads lines, one writes them. What they share is behind one mutex. The reader stops
// reading while much that it has read is not taken yet, the writer tells the connection when a slow client
// has caught up.

#include "acp/stdio.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

#include "base/file.h"

namespace acp {

namespace {

/// Read and not taken by the host's thread yet.
constexpr std::size_t k_unread_max = std::size_t{64} << 20;
constexpr auto k_last_words = std::chrono::seconds(1);

}  // namespace

struct Stdio::Impl final : Transport, std::enable_shared_from_this<Stdio::Impl> {
  Impl(plumb::Host& host, int in, int out, ConnectionOptions options)
      : host(host), in(in), out(out), options(std::move(options)), wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

  // ---- the host's thread
  void send(std::string message) override {
    message += '\n';
    const std::lock_guard lock(mutex);
    if (closed) return;
    waiting_bytes += message.size();
    slow = slow || waiting_bytes > options.queue_slow;
    lines.push_back(std::move(message));
    changed.notify_all();
  }
  [[nodiscard]] std::size_t waiting() const override {
    const std::lock_guard lock(mutex);
    return waiting_bytes;
  }
  void close(std::string_view why) override {
    if (problem.empty()) problem = why;
    host.stop();
  }
  void take(const std::string& line, bool oversized) {
    if (connection && oversized) connection->refuse_oversized();
    else if (connection) connection->receive(line);
    const std::lock_guard lock(mutex);
    unread_bytes -= line.size();
    changed.notify_all();
  }

  // ---- the reader's
  void read_all() {
    std::string line;
    bool oversized = false;
    std::string chunk(std::size_t{64} << 10, 0);
    for (;;) {
      std::array<pollfd, 2> both{{{in, POLLIN, 0}, {wake.get(), POLLIN, 0}}};
      if (::poll(both.data(), both.size(), -1) < 0 && errno != EINTR) break;
      if (both[1].revents != 0) break;
      if (both[0].revents == 0) continue;
      const auto n = ::read(in, chunk.data(), chunk.size());
      if (n < 0 && (errno == EINTR || errno == EAGAIN)) continue;
      if (n <= 0) break;
      std::string_view rest(chunk.data(), static_cast<std::size_t>(n));
      while (!rest.empty()) {
        const auto end = rest.find('\n');
        const auto part = rest.substr(0, end);
        oversized = oversized || line.size() + part.size() > options.message_max;
        if (oversized) line.clear();
        else line += part;
        if (end == std::string_view::npos) break;
        rest.remove_prefix(end + 1);
        if (!hand_over(std::exchange(line, {}), std::exchange(oversized, false))) return;
      }
    }
    if (!line.empty()) hand_over(std::move(line), oversized);   // a last line without its end
    host.post([self = shared_from_this()] { self->host.stop(); });
  }
  /// False when nobody takes anything any more.
  bool hand_over(std::string line, bool oversized) {
    if (line.ends_with('\r')) line.pop_back();
    if (line.empty() && !oversized) return true;
    {
      std::unique_lock lock(mutex);
      changed.wait(lock, [&] { return closed || unread_bytes < k_unread_max; });
      if (closed) return false;
      unread_bytes += line.size();
    }
    host.post([self = shared_from_this(), line = std::move(line), oversized] { self->take(line, oversized); });
    return true;
  }

  // ---- the writer's
  void write_all() {
    for (;;) {
      std::string line;
      {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return closed || !lines.empty(); });
        if (lines.empty()) return;
        line = std::move(lines.front());
        lines.pop_front();
      }
      const bool written = write_line(line);
      bool drained = false;
      {
        const std::lock_guard lock(mutex);
        waiting_bytes -= line.size();
        drained = slow && waiting_bytes < options.queue_slow / 2;
        if (drained) slow = false;
        if (!written) lines.clear();
        changed.notify_all();
      }
      if (drained) host.post([self = shared_from_this()] { if (self->connection) self->connection->drained(); });
      if (written) continue;
      host.post([self = shared_from_this()] { self->close("the client has closed its side"); });
      return;
    }
  }
  bool write_line(std::string_view rest) {
    while (!rest.empty()) {
      if (past_deadline()) return false;
      pollfd one{out, POLLOUT, 0};
      if (::poll(&one, 1, 200) < 0 && errno != EINTR) return false;
      if ((one.revents & (POLLERR | POLLNVAL)) != 0) return false;
      if ((one.revents & POLLOUT) == 0) continue;
      // A pipe that can take something takes PIPE_BUF bytes without making the writer wait.
      const auto n = ::write(out, rest.data(), std::min<std::size_t>(rest.size(), 4096));
      if (n < 0 && (errno == EINTR || errno == EAGAIN)) continue;
      if (n <= 0) return false;
      rest.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
  }
  bool past_deadline() {
    const std::lock_guard lock(mutex);
    return deadline && std::chrono::steady_clock::now() > *deadline;
  }

  plumb::Host& host;
  int in, out;
  ConnectionOptions options;
  base::Fd wake;
  std::unique_ptr<Endpoint> connection;
  std::string problem;

  mutable std::mutex mutex;   ///< over what follows
  std::condition_variable changed;
  std::deque<std::string> lines;
  std::size_t waiting_bytes = 0, unread_bytes = 0;
  bool slow = false, closed = false;
  std::optional<std::chrono::steady_clock::time_point> deadline;

  std::thread reader, writer;
};

Stdio::Stdio(plumb::Host& host, int in, int out, ConnectionOptions options)
    : Stdio(host, in, out, options, [&](Transport& transport) { return std::make_unique<Connection>(host, transport, options); }) {}

Stdio::Stdio(plumb::Host& host, int in, int out, const ConnectionOptions& options, const Make& make)
    : impl_(std::make_shared<Impl>(host, in, out, options)) {
  impl_->connection = make(*impl_);
  impl_->reader = std::thread([impl = impl_.get()] { impl->read_all(); });
  impl_->writer = std::thread([impl = impl_.get()] { impl->write_all(); });
}

void Stdio::end() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto n = ::write(impl_->wake.get(), &one, sizeof one);
}

const std::string& Stdio::problem() const { return impl_->problem; }

Stdio::~Stdio() {
  impl_->connection.reset();
  end();
  {
    const std::lock_guard lock(impl_->mutex);
    impl_->closed = true;
    impl_->deadline = std::chrono::steady_clock::now() + k_last_words;
    impl_->changed.notify_all();
  }
  impl_->reader.join();
  impl_->writer.join();
}

}  // namespace acp
