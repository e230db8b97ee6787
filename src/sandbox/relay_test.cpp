#include "relay.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

#include "base/file.h"

namespace sandbox {
namespace {

using base::Fd;

/// A relay in a child, in front of a listening Unix socket that the test serves itself.
class RelayWorld {
 public:
  RelayWorld() : folder_(std::move(base::TempDir::make()).value()) {
    sockaddr_un address{AF_UNIX, {}};
    path_ = folder_.path() + "/broker.sock";
    std::strncpy(address.sun_path, path_.c_str(), sizeof address.sun_path - 1);
    broker_.reset(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    EXPECT_EQ(::bind(broker_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(::listen(broker_.get(), 4), 0);   // short on purpose: the relay must bear a full queue
    const Fd place(::open(path_.c_str(), O_PATH | O_CLOEXEC));
    const Fd listener(listen_for_relay(0));
    sockaddr_in bound{};
    socklen_t size = sizeof bound;
    EXPECT_EQ(::getsockname(listener.get(), reinterpret_cast<sockaddr*>(&bound), &size), 0);
    port_ = bound.sin_port;
    child_ = ::fork();
    if (child_ == 0) {
      broker_.reset();
      serve_relay(place.get(), listener.get());
    }
  }
  ~RelayWorld() {
    ::kill(child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
  }
  RelayWorld(const RelayWorld&) = delete;

  [[nodiscard]] Fd client() const {
    Fd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = port_;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(fd.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    return fd;
  }
  [[nodiscard]] Fd accepted() const { return Fd(::accept4(broker_.get(), nullptr, nullptr, SOCK_CLOEXEC)); }
  void stop_listening() { broker_.reset(); }
  [[nodiscard]] pid_t child() const { return child_; }

 private:
  base::TempDir folder_;
  std::string path_;
  Fd broker_;
  in_port_t port_ = 0;
  pid_t child_ = -1;
};

bool send_all(const Fd& fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(fd.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

/// Up to `limit` bytes, less only at the end of the stream.
std::string receive(const Fd& fd, std::size_t limit) {
  std::string all;
  while (all.size() < limit) {
    std::string part(std::min(limit - all.size(), std::size_t{65536}), '\0');
    const auto got = ::recv(fd.get(), part.data(), part.size(), 0);
    if (got <= 0) break;
    all.append(part, 0, static_cast<std::size_t>(got));
  }
  return all;
}

bool at_end(const Fd& fd) {
  char byte = 0;
  return ::recv(fd.get(), &byte, 1, 0) <= 0;
}

std::string pattern(std::size_t size) {
  std::string bytes(size, '\0');
  unsigned state = 1;
  for (char& byte : bytes) {
    state = state * 1664525 + 1013904223;
    byte = static_cast<char>(state >> 24);
  }
  return bytes;
}

TEST(Relay, CarriesBytesBothWays) {
  const RelayWorld world;
  const Fd client = world.client();
  const Fd broker = world.accepted();
  ASSERT_TRUE(send_all(client, std::string_view("a\0b", 3)));
  EXPECT_EQ(receive(broker, 3), std::string_view("a\0b", 3));
  ASSERT_TRUE(send_all(broker, "answer"));
  EXPECT_EQ(receive(client, 6), "answer");
}

TEST(Relay, AClientThatHasSentAllStillGetsItsAnswer) {
  const RelayWorld world;
  const Fd client = world.client();
  const Fd broker = world.accepted();
  ASSERT_TRUE(send_all(client, "question"));
  ::shutdown(client.get(), SHUT_WR);
  EXPECT_EQ(receive(broker, 100), "question");   // to its end
  ASSERT_TRUE(send_all(broker, "late answer"));
  ::shutdown(broker.get(), SHUT_WR);
  EXPECT_EQ(receive(client, 100), "late answer");
}

TEST(Relay, TheBrokersEndReachesTheClientAfterItsLastBytes) {
  const RelayWorld world;
  const Fd client = world.client();
  const auto bytes = pattern(3 << 20);
  std::thread sender([&] {
    const Fd broker = world.accepted();
    EXPECT_TRUE(send_all(broker, bytes));
  });
  EXPECT_EQ(receive(client, bytes.size() + 1), bytes);
  sender.join();
}

TEST(Relay, TheClientsEndReachesTheBroker) {
  const RelayWorld world;
  Fd client = world.client();
  const Fd broker = world.accepted();
  client.reset();
  EXPECT_TRUE(at_end(broker));
}

TEST(Relay, MegabytesComeThroughUnchangedInBothDirectionsAtOnce) {
  const RelayWorld world;
  const Fd client = world.client();
  const Fd broker = world.accepted();
  const auto up = pattern(5 << 20), down = pattern(7 << 20);
  std::string got_up, got_down;
  std::thread a([&] { EXPECT_TRUE(send_all(client, up)); });
  std::thread b([&] { EXPECT_TRUE(send_all(broker, down)); });
  std::thread c([&] { got_up = receive(broker, up.size()); });
  got_down = receive(client, down.size());
  a.join(), b.join(), c.join();
  EXPECT_EQ(got_up, up);
  EXPECT_EQ(got_down, down);
}

TEST(Relay, ASlowReaderStopsItsWriter) {
  const RelayWorld world;
  const Fd client = world.client();
  const Fd broker = world.accepted();
  const std::string block(65536, 'x');
  std::size_t sent = 0;
  pollfd entry{client.get(), POLLOUT, 0};
  while (::poll(&entry, 1, 300) == 1) {   // until nothing more fits anywhere
    const auto count = ::send(client.get(), block.data(), block.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count > 0) sent += static_cast<std::size_t>(count);
    ASSERT_LT(sent, std::size_t{64} << 20) << "the relay takes without end";
  }
  ::shutdown(client.get(), SHUT_WR);
  EXPECT_EQ(receive(broker, sent + 1).size(), sent);
}

TEST(Relay, OnlySoManyAreServedAtOnceAndTheNextOneWaits) {
  const RelayWorld world;
  std::vector<Fd> clients, brokers;
  for (int i = 0; i < k_relay_connections_max; ++i) {
    clients.push_back(world.client());
    brokers.push_back(world.accepted());
  }
  const Fd next = world.client();
  ASSERT_TRUE(send_all(next, "next"));
  for (std::size_t i = 0; i < clients.size(); ++i) {   // and all of them work
    ASSERT_TRUE(send_all(clients[i], "x"));
    ASSERT_EQ(receive(brokers[i], 1), "x");
  }
  clients[7].reset();
  brokers[7].reset();
  const Fd taken = world.accepted();
  EXPECT_EQ(receive(taken, 4), "next");
}

TEST(Relay, AFullQueueOfTheBrokerIsWaitedFor) {
  const RelayWorld world;
  std::vector<Fd> clients;
  for (int i = 0; i < 40; ++i) {
    clients.push_back(world.client());
    ASSERT_TRUE(send_all(clients.back(), "q"));
  }
  for (int i = 0; i < 40; ++i) {
    const Fd broker = world.accepted();
    EXPECT_EQ(receive(broker, 1), "q");
  }
}

TEST(Relay, WithoutABrokerTheClientIsClosed) {
  RelayWorld world;
  world.stop_listening();
  const Fd client = world.client();
  EXPECT_TRUE(at_end(client));
  EXPECT_TRUE(at_end(world.client())) << "and the relay goes on";
}

/// In a network namespace of its own: 0 if an answer came from outside, 77 if there can be none here.
int ask_from_a_namespace(const std::string& path) {
  const Fd place(::open(path.c_str(), O_PATH | O_CLOEXEC));
  if (::unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0) return 77;
  const Fd inside(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  ifreq lo{};
  std::strcpy(lo.ifr_name, "lo");
  lo.ifr_flags = IFF_UP;
  if (::ioctl(inside.get(), SIOCSIFFLAGS, &lo) != 0) return 77;
  const Fd listener(listen_for_relay(3128));
  const pid_t relay = ::fork();
  if (relay == 0) serve_relay(place.get(), listener.get());
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(3128);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const Fd client(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (::connect(client.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) return 1;
  const bool answered = send_all(client, "in") && receive(client, 3) == "out";
  ::kill(relay, SIGKILL);
  ::waitpid(relay, nullptr, 0);
  return answered ? 0 : 2;
}

TEST(Relay, LeadsOutOfANetworkNamespace) {
  const auto folder = std::move(base::TempDir::make()).value();
  sockaddr_un address{AF_UNIX, {}};
  const std::string path = folder.path() + "/broker.sock";
  std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
  const Fd broker(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  ASSERT_EQ(::bind(broker.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  ASSERT_EQ(::listen(broker.get(), 4), 0);
  const pid_t child = ::fork();
  if (child == 0) ::_exit(ask_from_a_namespace(path));
  pollfd entry{broker.get(), POLLIN, 0};
  Fd accepted;
  int status = 0;
  // Either a connection comes, or the child has ended without one.
  while (!accepted && ::waitpid(child, &status, WNOHANG) == 0)
    if (::poll(&entry, 1, 10) == 1) accepted.reset(::accept4(broker.get(), nullptr, nullptr, SOCK_CLOEXEC));
  if (accepted) {
    EXPECT_EQ(receive(accepted, 2), "in");
    EXPECT_TRUE(send_all(accepted, "out"));
    ::waitpid(child, &status, 0);
  }
  ASSERT_TRUE(WIFEXITED(status));
  if (WEXITSTATUS(status) == 77) GTEST_SKIP() << "no network namespaces here";
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST(Relay, IsIdleWhenAPeerVanishesWhileTheOtherOneReadsNothing) {
  const RelayWorld world;
  const Fd client = world.client();
  {
    const Fd broker = world.accepted();
    ASSERT_TRUE(send_all(client, "x"));
    ASSERT_EQ(receive(broker, 1), "x");
    const auto bytes = pattern(1 << 16);
    pollfd entry{broker.get(), POLLOUT, 0};
    while (::poll(&entry, 1, 200) == 1)
      (void)::send(broker.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  }
  // The broker has gone, the client does not read: the relay must wait, not spin.
  const auto ticks = [&] {
    const auto stat = base::read_file("/proc/" + std::to_string(world.child()) + "/stat").value();
    long long user = 0, system = 0;
    std::sscanf(stat.c_str() + stat.rfind(')') + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lld %lld", &user, &system);
    return user + system;
  };
  const auto before = ticks();
  pollfd none{-1, 0, 0};
  (void)::poll(&none, 1, 500);
  EXPECT_LE(ticks() - before, 10);
}

}  // namespace
}  // namespace sandbox
