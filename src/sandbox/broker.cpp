// The socket, and who comes through it. The path of the socket is the right to ask, so it is 0600 from
// its first moment: on Linux bind(2) takes the mode from the socket's own inode, set before.
#include "sandbox/broker.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <fmt/format.h>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <thread>

#include "base/file.h"
#include "base/try.h"
#include "broker_connection.h"
#include "broker_start.h"

namespace sandbox {

namespace asio = boost::asio;

namespace {

constexpr auto k_as_tuple = asio::as_tuple(asio::use_awaitable);
constexpr int k_backlog = 512;
constexpr io::Millis k_no_descriptors_wait{100};

base::Result<sockaddr_un> unix_address(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.empty() || path.size() >= sizeof address.sun_path || path.find('\0') != std::string::npos)
    return base::fail(base::Code::invalid, fmt::format("the path of a socket must have 1 to {} bytes: {}",
                                                       sizeof address.sun_path - 1, path));
  std::memcpy(address.sun_path, path.data(), path.size());
  return address;
}

/// A socket file that nobody listens to any more: its broker was killed.
bool is_left_over(const sockaddr_un& address) {
  struct stat status {};
  if (::lstat(address.sun_path, &status) != 0 || !S_ISSOCK(status.st_mode)) return false;
  const base::Fd probe(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  return probe && ::connect(probe.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 &&
         errno == ECONNREFUSED;
}

base::Result<base::Fd> listen_at(const std::string& path) {
  TRY(const auto address, unix_address(path));
  base::Fd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!fd || ::fchmod(fd.get(), 0600) != 0) return base::fail_errno("cannot make a socket");
  const auto* place = reinterpret_cast<const sockaddr*>(&address);
  int bound = ::bind(fd.get(), place, sizeof address);
  if (bound != 0 && errno == EADDRINUSE && is_left_over(address)) {
    ::unlink(path.c_str());
    bound = ::bind(fd.get(), place, sizeof address);
  }
  if (bound != 0 && errno == EADDRINUSE)
    return base::fail(base::Code::exists, "another broker listens here, or a file stands in the way: " + path);
  if (bound != 0) return base::fail_errno("cannot make the socket " + path);
  if (::listen(fd.get(), k_backlog) != 0) return base::fail_errno("cannot listen at " + path);
  return fd;
}

class SocketBroker : public Broker {
 public:
  SocketBroker(io::Loop& loop, std::shared_ptr<BrokerState> state, std::string path)
      : state_(std::move(state)), path_(std::move(path)), scope_(loop) {}
  ~SocketBroker() override {
    // Connections that were not waited for hold the state, not this.
    state_->is_over = true;
    state_->on_passage = nullptr;
    ::unlink(path_.c_str());
  }

  void begin(base::Fd listener) { scope_.spawn(accept_all(state_, scope_, std::move(listener))); }

  io::Task<> close() override {
    ::unlink(path_.c_str());
    scope_.cancel();
    co_await scope_.wait();
  }

 private:
  /// `scope` is there as long as the state is not over.
  static io::Task<> accept_all(std::shared_ptr<BrokerState> state, io::Scope& scope, base::Fd listener) {
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    state->slots = std::make_unique<Gate>(executor, state->policy.seams.connections_max);
    state->lookups = std::make_unique<Gate>(executor, std::max(1U, std::thread::hardware_concurrency() / 2));
    asio::local::stream_protocol::acceptor acceptor(executor);
    acceptor.assign(asio::local::stream_protocol(), listener.release());
    while (true) {
      const bool has_slot = co_await state->slots->enter();
      if (!has_slot) co_return;
      auto [error, client] = co_await acceptor.async_accept(k_as_tuple);
      if (state->is_over) co_return;
      if (!error) {
        scope.spawn(serve_connection(state, Stream(std::move(client))));
        continue;
      }
      state->slots->leave();
      if (error == asio::error::operation_aborted) co_return;
      const auto slept = co_await io::sleep(k_no_descriptors_wait);
      if (!slept) co_return;
    }
  }

  std::shared_ptr<BrokerState> state_;
  std::string path_;
  io::Scope scope_;
};

}  // namespace

base::Result<std::unique_ptr<Broker>> start_broker(io::Loop& loop, BrokerOptions options, BrokerSeams seams) {
  auto state = std::make_shared<BrokerState>();
  for (const auto& pattern : options.rules.allow) TRY_DO(state->policy.rules.add(pattern));
  for (const auto& text : options.allowed_addresses) {
    TRY(const auto host, parse_host(text));
    if (!host.address) return base::fail(base::Code::invalid, "not an address: " + shown(text));
    state->policy.allowed_addresses.push_back(*host.address);
  }
  state->policy.seams = std::move(seams);
  state->on_passage = std::move(options.on_passage);
  TRY(auto listener, listen_at(options.socket));
  auto broker = std::make_unique<SocketBroker>(loop, std::move(state), std::move(options.socket));
  broker->begin(std::move(listener));
  return broker;
}

base::Result<std::unique_ptr<Broker>> Broker::start(io::Loop& loop, BrokerOptions options) {
  return start_broker(loop, std::move(options), system_seams());
}

}  // namespace sandbox
