#pragma once
// A server for tests: on 127.0.0.1, a thread a connection, each running the test's script with plain
// blocking sockets, so that it can be as rude as it likes. Nothing here knows HTTP but read_request.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace io {

class LoopbackServer {
 public:
  class Connection {
   public:
    explicit Connection(int fd) : fd_(fd) {}
    /// Head and body (by content-length) of the next request; "" when the client has gone.
    std::string read_request() {
      std::string::size_type end = 0;
      while ((end = pending_.find("\r\n\r\n")) == std::string::npos)
        if (!receive()) return "";
      std::size_t length = end + 4;
      const auto at = pending_.find("Content-Length: ");
      if (at < end) length += std::strtoul(pending_.c_str() + at + 16, nullptr, 10);
      while (pending_.size() < length)
        if (!receive()) return "";
      std::string request = pending_.substr(0, length);
      pending_.erase(0, length);
      return request;
    }
    /// False when the client has gone.
    bool send(std::string_view bytes) const {
      while (!bytes.empty()) {
        const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
      }
      return true;
    }
    /// Returns when the client has gone.
    void wait_for_close() {
      while (receive()) pending_.clear();
    }

   private:
    bool receive() {
      char buffer[65536];
      const auto got = ::recv(fd_, buffer, sizeof buffer, 0);
      if (got > 0) pending_.append(buffer, static_cast<std::size_t>(got));
      return got > 0;
    }
    int fd_;
    std::string pending_;
  };

  explicit LoopbackServer(std::function<void(Connection&)> script) : script_(std::move(script)) {
    fd_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(fd_, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(fd_, 512) != 0 ||
        ::getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size) != 0)
      std::abort();
    port_ = ntohs(address.sin_port);
    accepting_ = std::thread([this] { accept_all(); });
  }
  ~LoopbackServer() {
    ::shutdown(fd_, SHUT_RDWR);
    accepting_.join();
    ::close(fd_);
    {
      const std::lock_guard lock(mutex_);
      for (const int fd : open_) ::shutdown(fd, SHUT_RDWR);
    }
    for (auto& thread : threads_) thread.join();
  }
  LoopbackServer(const LoopbackServer&) = delete;

  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] std::string url(std::string_view path = "/") const {
    return "http://127.0.0.1:" + std::to_string(port_) + std::string(path);
  }
  [[nodiscard]] int connections() const { return connections_; }

 private:
  void accept_all() {
    while (true) {
      const int fd = ::accept4(fd_, nullptr, nullptr, SOCK_CLOEXEC);
      if (fd < 0) return;
      ++connections_;
      const std::lock_guard lock(mutex_);
      open_.push_back(fd);
      threads_.emplace_back([this, fd] { serve(fd); });
    }
  }
  void serve(int fd) {
    Connection connection(fd);
    script_(connection);
    const std::lock_guard lock(mutex_);
    std::erase(open_, fd);
    ::close(fd);
  }

  std::function<void(Connection&)> script_;
  int fd_ = -1, port_ = 0;
  std::atomic<int> connections_ = 0;
  std::mutex mutex_;   // over the two below
  std::vector<int> open_;
  std::vector<std::thread> threads_;
  std::thread accepting_;
};

}  // namespace io
