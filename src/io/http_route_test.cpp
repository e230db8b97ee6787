// Proxies and trust.
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "base/file.h"
#include "http_world.h"
#include "io/process.h"

namespace io {
namespace {

using base::Code;

TEST(Http, SpeaksThroughTheProxyOfItsEnvironment) {
  std::string seen;
  const LoopbackServer proxy([&](Connection& connection) {
    seen = connection.read_request();
    (void)connection.send(ok("proxied"));
  });
  World world;
  world.env.set("http_proxy", proxy.url());
  auto response = world.fetch(get("http://example.test/x"));
  ASSERT_TRUE(response) << response.error().what;
  EXPECT_EQ(response->body, "proxied");
  EXPECT_TRUE(seen.starts_with("GET http://example.test/x HTTP/1.1\r\n")) << seen;
}

TEST(Http, TunnelsHttpsThroughTheProxy) {
  std::string seen;
  const LoopbackServer proxy([&](Connection& connection) {
    seen = connection.read_request();
    (void)connection.send("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n");
  });
  World world;
  world.env.set("HTTPS_PROXY", proxy.url());
  auto request = get("https://example.test/x");
  request.headers = {{"x-api-key", "secret"}};
  const auto response = world.fetch(request);
  ASSERT_FALSE(response);
  EXPECT_TRUE(seen.starts_with("CONNECT example.test:443 HTTP/1.1\r\n")) << seen;
  EXPECT_EQ(seen.find("secret"), std::string::npos);
  EXPECT_NE(response.error().what.find("403"), std::string::npos) << response.error().what;
}

TEST(Http, LoopbackAndNoProxyGoDirectly) {
  const LoopbackServer proxy(answering(ok("proxied"))), server(answering(ok("direct")));
  World world;
  world.env.set("all_proxy", proxy.url());
  world.env.set("no_proxy", "example.org, .test");
  auto response = world.fetch(get(server.url()));
  ASSERT_TRUE(response);
  EXPECT_EQ(response->body, "direct");
  EXPECT_FALSE(world.fetch(get("http://no-such-host.test/")));
  response = world.fetch(get("http://no-such-host.invalid/"));
  ASSERT_TRUE(response);
  EXPECT_EQ(response->body, "proxied");
  auto request = get("http://no-such-host.invalid/");
  request.use_proxy = false;
  EXPECT_FALSE(world.fetch(request));
}

TEST(Http, IgnoresTheEnvironmentOfTheProcess) {
  const LoopbackServer proxy(answering(ok("proxied")));
  ::setenv("http_proxy", proxy.url().c_str(), 1);
  EXPECT_FALSE(fetch(get("http://no-such-host.invalid/")));
  ::unsetenv("http_proxy");
}

// ---- TLS, against openssl's own server ----

class HttpsServer {
 public:
  explicit HttpsServer(World& world) : folder_(std::move(*base::TempDir::make())) {
    const base::Env process = base::Env::of_process();
    ProcessSpec spec;
    spec.env = {{"PATH", *process.get("PATH")}};
    spec.cwd = folder_.path();
    spec.argv = {"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                 "-keyout", "key.pem", "-out", "cert.pem", "-days", "2", "-subj", "/CN=localhost",
                 "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost"};
    const auto made = world.loop.run(run_process(world.loop, spec, Millis(30000)));
    if (!made || made->status.code != 0) return;
    spec.argv = {"openssl", "s_server", "-accept", "0", "-www", "-key", "key.pem", "-cert", "cert.pem"};
    spec.open_stdin = true;
    auto started = Process::start(world.loop, spec);
    if (!started) return;
    process_ = std::move(*started);
    port_ = world.loop.run(find_port());
  }
  [[nodiscard]] bool runs() const { return port_ > 0; }
  [[nodiscard]] std::string url() const { return "https://127.0.0.1:" + std::to_string(port_) + "/"; }
  [[nodiscard]] std::string certificate() const { return folder_.path() + "/cert.pem"; }

 private:
  Task<int> find_port() {
    std::string said;
    while (true) {
      const auto bytes = co_await process_->read_out();
      if (!bytes || bytes->empty()) co_return 0;
      said += *bytes;
      const auto at = said.find("ACCEPT ");
      const auto end = said.find('\n', at == std::string::npos ? 0 : at);
      if (at == std::string::npos || end == std::string::npos) continue;
      co_return std::atoi(said.c_str() + said.rfind(':', end) + 1);
    }
  }
  base::TempDir folder_;
  std::unique_ptr<Process> process_;
  int port_ = 0;
};

TEST(Https, TrustsOnlyTheCertificatesOfItsEnvironment) {
  World strict;
  const HttpsServer server(strict);
  if (!server.runs()) GTEST_SKIP() << "no openssl program here";
  auto response = strict.fetch(get(server.url()));
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, Code::denied);
  EXPECT_NE(response.error().what.find("certificate is not trusted"), std::string::npos) << response.error().what;
  World trusting;
  trusting.env.set("SSL_CERT_FILE", server.certificate());
  response = trusting.fetch(get(server.url()));
  ASSERT_TRUE(response) << response.error().what;
  EXPECT_EQ(response->status, 200);
}

TEST(Https, IsNotSpokenByAPlainServer) {
  const LoopbackServer server([](Connection& connection) { (void)connection.send("HTTP/1.1 400 Bad\r\n\r\n"); });
  const auto response = fetch(get("https://127.0.0.1:" + std::to_string(server.port()) + "/"));
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, Code::unavailable) << response.error().what;
}

}  // namespace
}  // namespace io
