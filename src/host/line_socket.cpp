#include "line_socket.h"

#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/write.hpp>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <deque>

#include "base/paths.h"
#include "base/try.h"
#include "io/event.h"

namespace host {

namespace asio = boost::asio;
using Protocol = asio::local::stream_protocol;
using base::Code;

// ---- lines ----

struct LineSocket::Impl : std::enable_shared_from_this<LineSocket::Impl> {
  Impl(io::Loop& loop, base::Fd fd, Listener told) : socket(io::executor_of(loop)), listener(std::move(told)) {
    boost::system::error_code error;
    socket.assign(Protocol(), fd.get(), error);   // NOLINT(bugprone-unused-return-value)
    if (!error) fd.release();
    is_open = !error;
  }

  void read() {
    socket.async_read_some(asio::buffer(block), [self = shared_from_this()](const auto& error, std::size_t got) {
      if (!self->is_open) return;
      if (error) return self->end();
      self->take({self->block.data(), got});
    });
  }

  void take(std::string_view bytes) {
    std::size_t begin = 0;
    for (std::size_t at = 0; (at = bytes.find('\n', begin)) != std::string_view::npos; begin = at + 1) {
      line.append(bytes.substr(begin, at - begin));
      const std::string whole = std::exchange(line, {});
      const auto told = listener.on_line;   // a copy: it may end this, and with it the original
      if (told) told(whole);
      if (!is_open) return;
    }
    line.append(bytes.substr(begin));
    if (line.size() > k_line_max) return end();
    read();
  }

  void send(std::string text) {
    if (!is_open) return;
    unread += text.size() + 1;
    text += '\n';
    out.push_back(std::move(text));
    if (unread > k_unread_max) {
      // From the loop: who sends must not find itself destroyed by it.
      asio::post(socket.get_executor(), [self = shared_from_this()] {
        if (self->is_open) self->end();
      });
      out.clear();
      unread = 0;
      is_dropped = true;
      return;
    }
    if (!is_writing && !is_dropped) write();
  }

  void write() {
    is_writing = true;
    sending = std::move(out.front());
    out.pop_front();
    asio::async_write(socket, asio::buffer(sending), [self = shared_from_this()](const auto& error, std::size_t) {
      self->is_writing = false;
      if (!self->is_open || self->is_dropped) return;
      if (error) return self->end();
      self->unread -= self->sending.size();
      if (!self->out.empty()) self->write();
    });
  }

  void close() {
    is_open = false;
    listener = {};
    boost::system::error_code ignored;   // closing twice is no error
    socket.close(ignored);               // NOLINT(bugprone-unused-return-value)
  }

  void end() {
    auto told = std::move(listener.on_end);
    close();
    if (told) told();
  }

  Protocol::socket socket;
  Listener listener;
  bool is_open = false, is_writing = false, is_dropped = false;
  std::array<char, 16384> block{};
  std::string line, sending;
  std::deque<std::string> out;
  std::size_t unread = 0;
};

LineSocket::LineSocket(io::Loop& loop, base::Fd fd, Listener listener)
    : impl_(std::make_shared<Impl>(loop, std::move(fd), std::move(listener))) {
  if (impl_->is_open) impl_->read();
}
LineSocket::~LineSocket() { impl_->close(); }
void LineSocket::send(std::string line) { impl_->send(std::move(line)); }
bool LineSocket::is_open() const { return impl_->is_open; }
bool LineSocket::has_unsent() const { return impl_->is_open && impl_->unread > 0; }
void LineSocket::close() { impl_->close(); }

// ---- who connects ----

struct LineListener::Impl : std::enable_shared_from_this<LineListener::Impl> {
  Impl(io::Loop& loop, base::Fd fd, std::function<void(base::Fd)> told)
      : acceptor(io::executor_of(loop)), pause(io::executor_of(loop)), on_peer(std::move(told)) {
    boost::system::error_code error;
    acceptor.assign(Protocol(), fd.get(), error);   // NOLINT(bugprone-unused-return-value)
    if (!error) fd.release();
  }

  void accept() {
    acceptor.async_accept([self = shared_from_this()](const auto& error, Protocol::socket peer) {
      if (!self->acceptor.is_open() || error == asio::error::operation_aborted) return;
      if (error) return self->wait();   // no descriptors are left: some may be soon
      boost::system::error_code gone;
      if (const int fd = peer.release(gone); !gone) self->on_peer(base::Fd(fd));
      if (self->acceptor.is_open()) self->accept();
    });
  }

  void wait() {
    pause.expires_after(std::chrono::milliseconds(100));
    pause.async_wait([self = shared_from_this()](const auto& error) {
      if (!error && self->acceptor.is_open()) self->accept();
    });
  }

  Protocol::acceptor acceptor;
  asio::steady_timer pause;
  std::function<void(base::Fd)> on_peer;
};

LineListener::LineListener(io::Loop& loop, base::Fd fd, std::function<void(base::Fd)> on_peer)
    : impl_(std::make_shared<Impl>(loop, std::move(fd), std::move(on_peer))) {
  if (impl_->acceptor.is_open()) impl_->accept();
}

LineListener::~LineListener() {
  boost::system::error_code ignored;   // it is over either way
  impl_->acceptor.close(ignored);      // NOLINT(bugprone-unused-return-value)
  impl_->pause.cancel();
}

// ---- paths ----

namespace {

constexpr int k_backlog = 16;

/// A socket's address has 107 bytes for a path. A longer one is named through the folder's descriptor.
struct Address {
  sockaddr_un place{};
  base::Fd folder;
};

base::Result<Address> address_of(const std::string& dir, const std::string& name) {
  Address out;
  out.place.sun_family = AF_UNIX;
  std::string path = base::join(dir, name);
  if (path.size() >= sizeof out.place.sun_path) {
    out.folder.reset(::open(dir.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!out.folder) return base::fail_errno("cannot open " + dir);
    path = "/proc/self/fd/" + std::to_string(out.folder.get()) + "/" + name;
  }
  if (path.size() >= sizeof out.place.sun_path) return base::fail(Code::invalid, "the path of a socket is too long: " + path);
  std::memcpy(out.place.sun_path, path.data(), path.size());
  return out;
}

/// A number behind "Name:" in /proc/PID/status; -1 = it is not there.
long long status_of(const std::string& status, const std::string& name) {
  const std::size_t at = status.find("\n" + name + ":");
  return at == std::string::npos ? -1 : std::atoll(status.c_str() + at + name.size() + 2);
}

}  // namespace

base::Result<base::Fd> listen_in(const std::string& dir, const std::string& name) {
  TRY(const auto address, address_of(dir, name));
  base::Fd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  // On Linux bind(2) takes the mode from the socket's own inode: it is nobody else's from its first moment.
  if (!fd || ::fchmod(fd.get(), 0600) != 0) return base::fail_errno("cannot make a socket");
  ::unlink(address.place.sun_path);   // of a process that was killed: whoever holds the log is the only one
  if (::bind(fd.get(), reinterpret_cast<const sockaddr*>(&address.place), sizeof address.place) != 0)
    return base::fail_errno("cannot make the socket " + base::join(dir, name));
  if (::listen(fd.get(), k_backlog) != 0) return base::fail_errno("cannot listen at " + base::join(dir, name));
  return fd;
}

base::Result<base::Fd> connect_in(const std::string& dir, const std::string& name) {
  TRY(const auto address, address_of(dir, name));
  base::Fd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!fd) return base::fail_errno("cannot make a socket");
  if (::connect(fd.get(), reinterpret_cast<const sockaddr*>(&address.place), sizeof address.place) == 0) return fd;
  if (errno == EAGAIN) return base::fail(Code::unavailable, "it takes no more connections: " + base::join(dir, name));
  if (errno == ECONNREFUSED) return base::fail(Code::not_found, "nobody listens at " + base::join(dir, name));
  return base::fail_errno("cannot connect to " + base::join(dir, name));
}

base::Result<pid_t> trusted_peer(int fd) {
  ucred peer{};
  socklen_t size = sizeof peer;
  if (::getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return base::fail_errno("cannot ask who connects");
  if (peer.uid != ::geteuid()) return base::fail(Code::denied, "another user connects");
  if (peer.pid <= 0) return base::fail(Code::denied, "a process that cannot be seen connects");
  const auto theirs = base::read_file("/proc/" + std::to_string(peer.pid) + "/status", std::size_t{64} << 10);
  const auto ours = base::read_file("/proc/self/status", std::size_t{64} << 10);
  if (!theirs || !ours) return base::fail(Code::denied, "it cannot be told who connects");
  for (const std::string name : {"NoNewPrivs", "Seccomp", "Seccomp_filters"})
    if (status_of(*theirs, name) > status_of(*ours, name)) return base::fail(Code::denied, "a command in a sandbox connects");
  return peer.pid;
}

}  // namespace host
