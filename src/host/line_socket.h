#pragma once
// Lines over a Unix socket, on the loop. Both sides are held to bounds: a line that does not end, or a reader that does
// not read, ends the connection, so that no peer can make a session wait or grow.

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/file.h"
#include "io/loop.h"

namespace host {

/// One line at most: the longest prompt, escaped, with room to spare.
inline constexpr std::size_t k_line_max = std::size_t{32} << 20;
/// What waits to be read by the other side at most.
inline constexpr std::size_t k_unread_max = std::size_t{8} << 20;

class LineSocket {
 public:
  struct Listener {
    std::function<void(std::string_view line)> on_line;   ///< without its '\n'
    std::function<void()> on_end;                         ///< once; not after close()
  };
  /// `fd`: a connected stream socket. Callbacks come from the loop, and may destroy this.
  LineSocket(io::Loop& loop, base::Fd fd, Listener listener);
  ~LineSocket();
  LineSocket(const LineSocket&) = delete;

  /// Never waits. `line` has no '\n'; a reader that is k_unread_max behind is dropped.
  void send(std::string line);
  [[nodiscard]] bool is_open() const;
  [[nodiscard]] bool has_unsent() const;
  void close();

  struct Impl;

 private:
  std::shared_ptr<Impl> impl_;
};

/// Listens at a path, and takes whoever may connect.
class LineListener {
 public:
  /// `fd`: a listening Unix socket.
  LineListener(io::Loop& loop, base::Fd fd, std::function<void(base::Fd)> on_peer);
  ~LineListener();
  LineListener(const LineListener&) = delete;

  struct Impl;

 private:
  std::shared_ptr<Impl> impl_;
};

// ---- sockets by path, however long it is ----

/// A new listening socket with mode 0600; what stands there is replaced. Fails with io.
base::Result<base::Fd> listen_in(const std::string& dir, const std::string& name);
/// Fails with not_found (nobody listens), unavailable (it takes no more).
base::Result<base::Fd> connect_in(const std::string& dir, const std::string& name);
/// Whether the other end may steer sessions of this user: it is the same user, and no command in a sandbox, which has
/// system call filters or no_new_privs that this process has not. Returns its number. Fails with denied.
base::Result<pid_t> trusted_peer(int fd);

}  // namespace host
