#pragma once
// What the tests of the broker have in common: a broker on a loop in a thread of its own, with a
// resolver that the test writes; a relay before it; a server; blocking sockets.

#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <csignal>
#include <cstring>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/file.h"
#include "broker_start.h"
#include "relay.h"

namespace sandbox {

/// A connected socket with blocking calls.
class Wire {
 public:
  explicit Wire(int fd) : fd_(fd) {}
  bool send(std::string_view bytes) const {
    while (!bytes.empty()) {
      const auto sent = ::send(fd_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  void send_bytewise(std::string_view bytes) const {
    for (const char& byte : bytes) (void)send({&byte, 1});
  }
  /// Up to `limit` bytes, less only at the end.
  [[nodiscard]] std::string receive(std::size_t limit = std::size_t{64} << 20) const {
    std::string all;
    std::string part(std::size_t{64} << 10, '\0');
    while (all.size() < limit) {
      const auto got = ::recv(fd_.get(), part.data(), std::min(part.size(), limit - all.size()), 0);
      if (got <= 0) break;
      all.append(part, 0, static_cast<std::size_t>(got));
    }
    return all;
  }
  /// To the end of an HTTP head.
  [[nodiscard]] std::string receive_head() const {
    std::string head;
    while (!head.ends_with("\r\n\r\n")) {
      const auto byte = receive(1);
      if (byte.empty()) break;
      head += byte;
    }
    return head;
  }
  void end() const { ::shutdown(fd_.get(), SHUT_WR); }
  void close() { fd_.reset(); }
  [[nodiscard]] int fd() const { return fd_.get(); }

 private:
  base::Fd fd_;
};

/// Listens on 127.0.0.1 and runs `script` for each connection, in a thread of its own.
class TestServer {
 public:
  explicit TestServer(std::function<void(Wire&)> script) : script_(std::move(script)), fd_(listen_for_relay(0)) {
    ::fcntl(fd_.get(), F_SETFL, 0);
    sockaddr_in bound{};
    socklen_t size = sizeof bound;
    EXPECT_EQ(::getsockname(fd_.get(), reinterpret_cast<sockaddr*>(&bound), &size), 0);
    port_ = ntohs(bound.sin_port);
    accepting_ = std::thread([this] { accept_all(); });
  }
  ~TestServer() {
    ::shutdown(fd_.get(), SHUT_RDWR);
    accepting_.join();
    for (auto& thread : threads_) thread.join();
  }
  TestServer(const TestServer&) = delete;
  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] int connections() const { return connections_; }

 private:
  void accept_all() {
    while (true) {
      const int fd = ::accept4(fd_.get(), nullptr, nullptr, SOCK_CLOEXEC);
      if (fd < 0) return;
      ++connections_;
      threads_.emplace_back([this, fd] {
        Wire wire(fd);
        script_(wire);
      });
    }
  }
  std::function<void(Wire&)> script_;
  base::Fd fd_;
  std::uint16_t port_ = 0;
  std::atomic<int> connections_ = 0;
  std::thread accepting_;
  std::vector<std::thread> threads_;
};

/// Sends back what it gets.
inline void echo(Wire& wire) {
  while (true) {
    const auto bytes = wire.receive(1);
    if (bytes.empty() || !wire.send(bytes)) return;
  }
}

class BrokerWorld {
 public:
  HostRules rules;
  std::vector<std::string> allowed_addresses{"127.0.0.1"};
  BrokerSeams seams;
  std::map<std::string, std::vector<std::string>> names{{"ok.test", {"127.0.0.1"}}};
  std::atomic<int> lookups = 0;

  BrokerWorld() : folder_(std::move(base::TempDir::make()).value()) {
    seams.resolve = [this](const std::string& name) -> base::Result<std::vector<Address>> {
      ++lookups;
      std::vector<Address> addresses;
      if (const auto found = names.find(name); found != names.end())
        for (const auto& each : found->second) addresses.push_back(*parse_host(each)->address);
      return addresses;
    };
    seams.own_addresses = [] { return std::vector<Address>{*parse_host("93.184.216.99")->address}; };
  }
  ~BrokerWorld() {
    if (relay_ > 0) {
      ::kill(relay_, SIGKILL);
      ::waitpid(relay_, nullptr, 0);
    }
    if (!thread_.joinable()) return;
    loop_.post([this] { stop_.cancel(); });
    thread_.join();
  }
  BrokerWorld(const BrokerWorld&) = delete;

  [[nodiscard]] std::string path() const { return folder_.path() + "/broker.sock"; }

  void start() {
    BrokerOptions options;
    options.rules = rules;
    options.socket = path();
    options.allowed_addresses = allowed_addresses;
    options.on_passage = [this](const Passage& passage) {
      const std::lock_guard lock(mutex_);
      passages_.push_back(passage);
      reported_.notify_all();
    };
    auto broker = start_broker(loop_, std::move(options), seams);
    ASSERT_TRUE(broker) << broker.error().what;
    broker_ = std::move(*broker);
  }
  /// Before run(): forks.
  std::uint16_t start_relay() {
    const base::Fd place(::open(path().c_str(), O_PATH | O_CLOEXEC));
    const base::Fd listener(listen_for_relay(0));
    sockaddr_in bound{};
    socklen_t size = sizeof bound;
    EXPECT_EQ(::getsockname(listener.get(), reinterpret_cast<sockaddr*>(&bound), &size), 0);
    relay_ = ::fork();
    if (relay_ == 0) serve_relay(place.get(), listener.get());
    return ntohs(bound.sin_port);
  }
  void run() {
    thread_ = std::thread([this] { loop_.run(wait_and_close()); });
  }
  void start_and_run() {
    start();
    run();
  }

  [[nodiscard]] Wire connect() const {
    sockaddr_un address{AF_UNIX, {}};
    std::strncpy(address.sun_path, path().c_str(), sizeof address.sun_path - 1);
    Wire wire(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    EXPECT_EQ(::connect(wire.fd(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    return wire;
  }
  /// Connected, and the request for a tunnel answered with 200.
  [[nodiscard]] Wire tunnel(const std::string& to) const {
    Wire wire = connect();
    EXPECT_TRUE(wire.send("CONNECT " + to + " HTTP/1.1\r\nHost: " + to + "\r\n\r\n"));
    const auto answer = wire.receive_head();
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 200")) << answer;
    return wire;
  }
  /// Sends all and returns all that comes.
  [[nodiscard]] std::string ask(std::string_view bytes) const {
    const Wire wire = connect();
    (void)wire.send(bytes);
    return wire.receive();
  }

  /// The passages, once there are `count`; fewer after 20 s.
  std::vector<Passage> passages(std::size_t count) {
    std::unique_lock lock(mutex_);
    reported_.wait_for(lock, std::chrono::seconds(20), [&] { return passages_.size() >= count; });
    EXPECT_GE(passages_.size(), count);
    return passages_;
  }
  Passage passage() {
    const auto all = passages(1);
    return all.size() == 1 ? all[0] : Passage{"not one passage", 0, false, std::to_string(all.size()), 0, 0};
  }

 private:
  static io::Task<> forever() {
    const auto ignored = co_await io::sleep(std::chrono::hours(1));
    (void)ignored;
  }
  io::Task<> wait_and_close() {
    co_await io::cancellable(stop_, forever());
    co_await broker_->close();
    broker_.reset();
  }

  base::TempDir folder_;
  io::Loop loop_;
  io::CancelSource stop_;
  std::unique_ptr<Broker> broker_;
  std::thread thread_;
  pid_t relay_ = -1;
  std::mutex mutex_;   // over the one below
  std::vector<Passage> passages_;
  std::condition_variable reported_;
};

}  // namespace sandbox
