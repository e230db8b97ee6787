// Two directions a connection, each a Pipe: a buffer of fixed size between a socket that is read and one
// that is written. Reading stops while the buffer is full, so a slow reader slows its writer and nobody's
// memory grows. The end of one direction is passed on as a shutdown of that direction only: a client that
// has sent all still gets its answer.
//
// poll(2) reports POLLHUP and POLLERR unasked. So a socket is only watched when its report would change
// something: else a peer that has gone while its last bytes wait for a slow reader would spin the loop.
#include "relay.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <memory>
#include <vector>

namespace sandbox {
namespace {

constexpr std::size_t k_buffer = std::size_t{16} << 10;
constexpr int k_retry_ms = 20;   // after the broker's queue or our table of descriptors was full

enum class Step { done, later, broken };

class Pipe {
 public:
  [[nodiscard]] bool wants_input() const { return !eof_ && begin_ == 0 && end_ < k_buffer; }
  [[nodiscard]] bool wants_output() const { return begin_ < end_; }
  [[nodiscard]] bool input_ended() const { return eof_; }
  [[nodiscard]] bool finished() const { return finished_; }
  /// The writing side has gone: what is left is for nobody.
  void give_up() {
    eof_ = finished_ = true;
    begin_ = end_ = 0;
  }

  Step read(int from) {
    const auto got = ::recv(from, bytes_.data() + end_, k_buffer - end_, 0);
    if (got > 0) {
      end_ += static_cast<std::size_t>(got);
      return Step::done;
    }
    if (got == 0) {
      eof_ = true;
      return Step::done;
    }
    return errno == EAGAIN || errno == EINTR ? Step::later : Step::broken;
  }

  /// Sends what there is; after the last byte, the end.
  Step write(int to) {
    if (finished_) return Step::done;
    if (begin_ < end_) {
      const auto sent = ::send(to, bytes_.data() + begin_, end_ - begin_, MSG_NOSIGNAL);
      if (sent < 0) return errno == EAGAIN || errno == EINTR ? Step::later : Step::broken;
      begin_ += static_cast<std::size_t>(sent);
      if (begin_ < end_) return Step::later;
      begin_ = end_ = 0;
    }
    if (eof_) {
      (void)::shutdown(to, SHUT_WR);   // fails only if the other side has gone, which read() will say
      finished_ = true;
    }
    return Step::done;
  }

 private:
  std::array<char, k_buffer> bytes_;
  std::size_t begin_ = 0, end_ = 0;
  bool eof_ = false, finished_ = false;
};

struct Connection {
  explicit Connection(int accepted) : client(accepted) {}
  ~Connection() {
    ::close(client);
    if (broker >= 0) ::close(broker);
  }
  Connection(const Connection&) = delete;

  int client = -1, broker = -1;   // no broker: its queue was full, to be tried again
  Pipe out, in;                   // client to broker, broker to client
  bool broken = false;

  [[nodiscard]] bool ended() const { return broken || (out.finished() && in.finished()); }
};

[[noreturn]] void die(const char* what) {
  std::fprintf(stderr, "plumb: network relay: %s: %s\n", what, std::strerror(errno));
  ::_exit(1);
}

/// What to watch `fd` for; nothing if even its end would change nothing.
pollfd watched(int fd, const Pipe& from, const Pipe& to) {
  pollfd entry{fd, 0, 0};
  if (from.wants_input()) entry.events |= POLLIN;
  if (to.wants_output()) entry.events |= POLLOUT;
  // After its last byte, POLLHUP or POLLERR say that it will not read either.
  const bool may_vanish = from.input_ended() && !to.finished();
  if (entry.events == 0 && !may_vanish) entry.fd = -1;
  return entry;
}

/// One socket of a connection was reported: `from` is filled by it, `to` is written to it.
void serve(Connection& connection, const pollfd& entry, int peer, Pipe& from, Pipe& to) {
  if (entry.fd < 0 || entry.revents == 0 || connection.broken) return;
  if (from.wants_input() && (entry.revents & (POLLIN | POLLHUP | POLLERR)) != 0) {
    connection.broken = from.read(entry.fd) == Step::broken || from.write(peer) == Step::broken;
  } else if (from.input_ended() && (entry.revents & (POLLHUP | POLLERR)) != 0) {
    to.give_up();
  }
  if (!connection.broken && to.wants_output() && (entry.revents & POLLOUT) != 0)
    connection.broken = to.write(entry.fd) == Step::broken;
}

class Relay {
 public:
  Relay(int broker_socket_fd, int listener) : listener_(listener) {
    std::snprintf(broker_.sun_path, sizeof broker_.sun_path, "/proc/self/fd/%d", broker_socket_fd);
  }

  [[noreturn]] void run() {
    while (true) {
      watch();
      const bool waits = is_full_of_fds_ || some_unconnected();
      if (::poll(entries_.data(), entries_.size(), waits ? k_retry_ms : -1) < 0 && errno != EINTR)
        die("cannot wait");
      is_full_of_fds_ = false;
      for (std::size_t i = 0; i < connections_.size(); ++i) serve_one(i);
      std::erase_if(connections_, [](const auto& each) { return each->ended(); });
      if (entries_[0].revents != 0) accept_some();
    }
  }

 private:
  [[nodiscard]] bool some_unconnected() const {
    for (const auto& each : connections_)
      if (each->broker < 0) return true;
    return false;
  }

  void watch() {
    const bool accepts = !is_full_of_fds_ && connections_.size() < k_relay_connections_max;
    entries_.assign(1, pollfd{accepts ? listener_ : -1, POLLIN, 0});
    for (const auto& each : connections_) {
      const bool connected = each->broker >= 0;
      entries_.push_back(connected ? watched(each->client, each->out, each->in) : pollfd{-1, 0, 0});
      entries_.push_back(connected ? watched(each->broker, each->in, each->out) : pollfd{-1, 0, 0});
    }
  }

  void serve_one(std::size_t index) {
    Connection& each = *connections_[index];
    if (each.broker < 0) return connect(each);
    serve(each, entries_[1 + 2 * index], each.broker, each.out, each.in);
    serve(each, entries_[2 + 2 * index], each.client, each.in, each.out);
  }

  void connect(Connection& connection) {
    const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) {
      connection.broken = errno != EMFILE && errno != ENFILE;
      return;
    }
    if (::connect(fd, reinterpret_cast<const sockaddr*>(&broker_), sizeof broker_) == 0) {
      connection.broker = fd;
      return;
    }
    connection.broken = errno != EAGAIN;   // EAGAIN: its queue is full
    ::close(fd);
  }

  void accept_some() {
    while (connections_.size() < k_relay_connections_max) {
      const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
      if (fd < 0) {
        is_full_of_fds_ = errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM;
        if (!is_full_of_fds_ && (errno == EBADF || errno == EINVAL || errno == ENOTSOCK))
          die("cannot accept");
        if (errno == ECONNABORTED || errno == EINTR) continue;
        return;
      }
      connections_.push_back(std::make_unique<Connection>(fd));
      connect(*connections_.back());
      if (connections_.back()->broken) connections_.pop_back();
    }
  }

  int listener_;
  sockaddr_un broker_{AF_UNIX, {}};
  std::vector<std::unique_ptr<Connection>> connections_;
  std::vector<pollfd> entries_;   // the listener, then client and broker of each connection
  bool is_full_of_fds_ = false;
};

}  // namespace

int listen_for_relay(unsigned short port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) return -1;
  const int on = 1;
  (void)::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
      ::listen(fd, k_relay_connections_max) == 0)
    return fd;
  const int error = errno;
  ::close(fd);
  errno = error;
  return -1;
}

void serve_relay(int broker_socket_fd, int listener) {
  const int flags = ::fcntl(listener, F_GETFL);
  if (flags < 0 || ::fcntl(listener, F_SETFL, flags | O_NONBLOCK) != 0) die("no listening socket");
  Relay(broker_socket_fd, listener).run();
}

void run_relay(int broker_socket_fd, unsigned short port) {
  const int listener = listen_for_relay(port);
  if (listener < 0) die("cannot listen on 127.0.0.1");
  serve_relay(broker_socket_fd, listener);
}

}  // namespace sandbox
