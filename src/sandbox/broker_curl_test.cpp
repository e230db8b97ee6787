// The broker as a real client sees it: curl, through the relay, with a real TLS server behind.

#include <fmt/format.h>
#include <spawn.h>

#include <cstdio>

#include "broker_world.h"

namespace sandbox {
namespace {

struct Outcome {
  int status = -1;
  std::string output;   // stdout and stderr
};

Outcome run(const std::string& command) {
  Outcome outcome;
  FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return outcome;
  char part[4096];
  for (std::size_t got = 0; (got = ::fread(part, 1, sizeof part, pipe)) > 0;) outcome.output.append(part, got);
  const int status = ::pclose(pipe);
  outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return outcome;
}

bool has(const std::string& program) { return run("command -v " + program).status == 0; }

/// `openssl s_server` with a certificate for ok.test: answers each request with a page.
class TlsServer {
 public:
  explicit TlsServer(const std::string& folder) : cert(folder + "/cert.pem") {
    const auto made = run(fmt::format("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=ok.test "
                                      "-addext subjectAltName=DNS:ok.test,DNS:two.test -keyout {0}/key.pem -out {0}/cert.pem", folder));
    EXPECT_EQ(made.status, 0) << made.output;
    int ends[2] = {-1, -1};
    EXPECT_EQ(::pipe2(ends, O_CLOEXEC), 0);
    const base::Fd reader(ends[0]), writer(ends[1]);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, writer.get(), 1);
    ::posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    ::posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    const std::string key = folder + "/key.pem";
    std::vector<std::string> words = {"openssl", "s_server", "-accept", "127.0.0.1:0", "-cert", cert, "-key", key, "-www"};
    std::vector<char*> argv;
    for (auto& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    EXPECT_EQ(::posix_spawnp(&pid_, "openssl", &actions, nullptr, argv.data(), environ), 0);
    ::posix_spawn_file_actions_destroy(&actions);
    std::string said;
    for (char c = 0; ::read(reader.get(), &c, 1) == 1;) {   // "ACCEPT 127.0.0.1:43210"
      said += c;
      if (c != '\n') continue;
      if (const auto at = said.rfind(':'); said.find("ACCEPT") != std::string::npos && at != std::string::npos) {
        port = std::atoi(said.c_str() + at + 1);
        break;
      }
    }
    EXPECT_GT(port, 0) << said;
    // It goes on to write: into a pipe without a reader, which s_server survives as an error.
  }
  ~TlsServer() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  TlsServer(const TlsServer&) = delete;
  std::string cert;
  int port = 0;

 private:
  pid_t pid_ = -1;
};

/// A broker with a relay before it, and curl.
class Curl : public testing::Test {
 protected:
  void SetUp() override {
    if (!has("curl")) GTEST_SKIP() << "curl is not installed";
  }
  void begin(std::vector<std::string> rules) {
    world_.names["two.test"] = {"127.0.0.1"};
    world_.rules.allow = std::move(rules);
    world_.start();
    relay_ = world_.start_relay();
    world_.run();
  }
  /// `proxy` is a scheme: http, socks5h.
  [[nodiscard]] Outcome curl(const std::string& proxy, const std::string& rest) const {
    return run(fmt::format("env -i PATH=\"$PATH\" curl -q -sS --max-time 20 --proxy {}://127.0.0.1:{} {}", proxy, relay_, rest));
  }
  BrokerWorld world_;

 private:
  std::uint16_t relay_ = 0;
};

void hello(Wire& wire) {
  while (true) {
    const auto head = wire.receive_head();
    if (head.empty()) return;
    const auto body = head.starts_with("POST") ? wire.receive(5) : "hello";
    if (!wire.send(fmt::format("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{}", body.size(), body))) return;
  }
}

TEST_F(Curl, FetchesOverHttp) {
  const TestServer server(hello);
  begin({fmt::format("ok.test:{}", server.port())});
  for (const auto* proxy : {"http", "socks5h", "http --proxytunnel"}) {
    const std::string scheme(proxy, std::string_view(proxy).find_first_of(" ") == std::string_view::npos ? std::strlen(proxy) : 4);
    const std::string more = scheme == proxy ? "" : "--proxytunnel ";
    const auto one = curl(scheme, fmt::format("{}http://ok.test:{}/", more, server.port()));
    EXPECT_EQ(one.output, "hello") << proxy;
    const auto three = curl(scheme, fmt::format("{0}http://ok.test:{1}/a http://OK.test:{1}/b http://ok.test.:{1}/c", more, server.port()));
    EXPECT_EQ(three.output, "hellohellohello") << proxy;
    const auto post = curl(scheme, fmt::format("{}-d 12345 http://ok.test:{}/", more, server.port()));
    EXPECT_EQ(post.output, "12345") << proxy;
  }
}

TEST_F(Curl, IsToldWhyAHostIsRefused) {
  begin({"ok.test"});
  const auto plain = curl("http", "http://evil.test/");
  EXPECT_EQ(plain.output, "plumb: evil.test:80 is not an allowed host: to allow it, add \"evil.test\" to the allowed hosts\n");
  const auto tunnel = curl("http", "-v https://evil.test/");
  EXPECT_EQ(tunnel.status, 56);
  EXPECT_NE(tunnel.output.find("403 plumb: evil.test:443 is not an allowed host"), std::string::npos) << tunnel.output;
  const auto socks = curl("socks5h", "https://evil.test/");
  EXPECT_EQ(socks.status, 97);
  EXPECT_NE(socks.output.find("(2)"), std::string::npos) << socks.output;
  for (const auto* address : {"http://169.254.169.254/latest/meta-data/", "http://0x7f.1/", "http://2130706433/", "http://[::ffff:127.0.0.1]/"}) {
    const auto outcome = curl("http", fmt::format("-g '{}'", address));
    EXPECT_NE(outcome.output.find("not an allowed host"), std::string::npos) << address << outcome.output;
  }
  EXPECT_EQ(world_.lookups, 0);
}

TEST_F(Curl, FetchesOverTlsWhatItAskedForAndNothingElse) {
  if (!has("openssl")) GTEST_SKIP() << "openssl is not installed";
  const auto folder = std::move(base::TempDir::make()).value();
  const TlsServer server(folder.path());
  begin({fmt::format("ok.test:{}", server.port), fmt::format("two.test:{}", server.port)});
  for (const auto* proxy : {"http", "socks5h"}) {
    for (const auto* version : {"--tls-max 1.2", "--tlsv1.3"}) {
      const auto page = curl(proxy, fmt::format("{} --cacert {} https://ok.test:{}/", version, server.cert, server.port));
      EXPECT_EQ(page.status, 0) << page.output;
      EXPECT_NE(page.output.find("s_server"), std::string::npos) << page.output;
    }
    // Both hosts are allowed; a tunnel to one must still not be used for the other.
    const auto fronted = curl(proxy, fmt::format("--cacert {0} --connect-to ok.test:{1}:two.test:{1} https://ok.test:{1}/", server.cert, server.port));
    EXPECT_NE(fronted.status, 0);
    EXPECT_NE(fronted.output.find("access denied"), std::string::npos) << fronted.output;
  }
  const auto passages = world_.passages(6);
  EXPECT_EQ(passages[2].why, "its TLS hello names ok.test, but two.test was asked for");
  EXPECT_FALSE(passages[2].allowed);
}

}  // namespace
}  // namespace sandbox
