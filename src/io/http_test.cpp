#include "io/http.h"

#include <gtest/gtest.h>

#include <atomic>
#include <optional>
#include <string>

#include "base/file.h"
#include "base/ids.h"
#include "http_world.h"
#include "promised_time.h"

namespace io {
namespace {

using base::Code;
using base::Result;

// ---- what goes right ----

TEST(Http, GetsABody) {
  const LoopbackServer server(answering(ok("hello", "X-Thing:  a b \r\n")));
  const auto response = fetch(get(server.url()));
  ASSERT_TRUE(response) << response.error().what;
  EXPECT_EQ(response->status, 200);
  EXPECT_EQ(response->body, "hello");
  EXPECT_EQ(header(response->headers, "x-THING"), "a b");
  EXPECT_EQ(header(response->headers, "x-other"), "");
}

TEST(Http, PostsItsBodyAndHeadersAndNothingSurprising) {
  std::string seen;
  const LoopbackServer server([&](Connection& connection) {
    seen = connection.read_request();
    (void)connection.send(ok(""));
    connection.wait_for_close();
  });
  auto request = post(server.url("/v1/x?y=z"), std::string("{\0}", 3));
  request.headers = {{"Content-Type", "application/json"}, {"X-Empty", ""}, {"authorization", "Bearer k"}};
  ASSERT_TRUE(fetch(std::move(request)));
  EXPECT_EQ(seen, "POST /v1/x?y=z HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(server.port()) +
                      "\r\nUser-Agent: plumb\r\nAccept: */*\r\nAccept-Encoding: deflate, gzip, br, zstd\r\n"
                      "Content-Type: application/json\r\nX-Empty:\r\nauthorization: Bearer k\r\n"
                      "Content-Length: 3\r\n\r\n" + std::string("{\0}", 3));
}

TEST(Http, SendsAMegabyteWithoutWaitingForLeave) {
  std::size_t seen = 0;
  bool expects = false;
  const LoopbackServer server([&](Connection& connection) {
    const auto request = connection.read_request();
    seen = request.size();
    expects = request.find("Expect") != std::string::npos;
    (void)connection.send(ok(""));
  });
  ASSERT_TRUE(fetch(post(server.url(), std::string(std::size_t{1} << 20, 'x'))));
  EXPECT_GT(seen, std::size_t{1} << 20);
  EXPECT_FALSE(expects);
}

TEST(Http, EveryStatusIsASuccess) {
  const LoopbackServer server(answering("HTTP/1.1 429 Slow\r\nRetry-After: 3\r\nContent-Length: 2\r\n\r\nno"));
  const auto response = fetch(get(server.url()));
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 429);
  EXPECT_EQ(response->body, "no");
  EXPECT_EQ(header(response->headers, "retry-after"), "3");
}

TEST(Http, GivesASinkTheHeadOnceAndThenTheBytes) {
  const LoopbackServer server(answering(
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: T\r\n\r\n"
      "3\r\nabc\r\n2;ext=1\r\nde\r\n0\r\nT: x\r\n\r\n"));
  std::string seen;
  HttpSink sink;
  sink.on_head = [&](const HttpResponse& head) { seen += std::to_string(head.status) + ":"; };
  sink.on_body = [&](std::string_view bytes) { seen += bytes; };
  const auto response = fetch(get(server.url()), sink);
  ASSERT_TRUE(response);
  EXPECT_EQ(seen, "200:abcde");
  EXPECT_EQ(response->body, "");
  EXPECT_EQ(response->status, 200);
}

TEST(Http, DeliversBytesAsTheyCome) {
  std::atomic<bool> first_seen = false;
  const LoopbackServer server([&](Connection& connection) {
    (void)connection.read_request();
    (void)connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\na");
    while (!first_seen) std::this_thread::yield();   // never ends if bytes were held back
    (void)connection.send("b");
  });
  HttpSink sink;
  sink.on_body = [&](std::string_view) { first_seen = true; };
  EXPECT_TRUE(fetch(get(server.url()), sink));
}

TEST(Http, UnpacksCompressedBodies) {
  const std::string gzip("\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xcb\x48\xcd\xc9\xc9\x07\x00\x86\xa6\x10\x36\x05\x00\x00\x00", 25);
  const LoopbackServer server(answering(ok(gzip, "Content-Encoding: gzip\r\n")));
  const auto response = fetch(get(server.url()));
  ASSERT_TRUE(response) << response.error().what;
  EXPECT_EQ(response->body, "hello");
}

TEST(Http, UsesAConnectionAgain) {
  const LoopbackServer server(answering(ok("x")));
  World world;
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(world.fetch(get(server.url())));
  EXPECT_EQ(server.connections(), 1);
}

TEST(Http, NoticesThatAKeptConnectionWasClosed) {
  const LoopbackServer server(answering_once(ok("x")));
  World world;
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(world.fetch(get(server.url())));
  EXPECT_EQ(server.connections(), 3);
}

Task<int> fetch_many(HttpClient& client, std::string url, int count) {
  std::vector<Task<Result<HttpResponse>>> tasks;
  for (int i = 0; i < count; ++i) tasks.push_back(client.fetch(get(url), HttpSink()));
  const auto responses = co_await all(std::move(tasks));
  int right = 0;
  for (const auto& each : responses) right += each && each->body == "x";
  co_return right;
}

TEST(Http, FetchesAHundredAtOnce) {
  const LoopbackServer server(answering(ok("x")));
  World world;
  world.client = make_http_client(world.loop, world.env);
  EXPECT_EQ(world.loop.run(fetch_many(*world.client, server.url(), 100)), 100);
}

TEST(Http, ASinkMayStartAnotherFetch) {
  const LoopbackServer server(answering(ok("x")));
  World world;
  world.client = make_http_client(world.loop, world.env);
  Scope scope(world.loop);
  int right = 0;
  HttpSink sink;
  sink.on_body = [&](std::string_view) {
    scope.spawn([](HttpClient& client, std::string url, int& count) -> Task<> {
      count = co_await fetch_many(client, url, 2);
    }(*world.client, server.url(), right));
  };
  ASSERT_TRUE(world.fetch(get(server.url()), sink));
  world.loop.run(scope.wait());
  EXPECT_EQ(right, 2);
}

// ---- redirects ----

TEST(Http, FollowsARedirectOfAGet) {
  const LoopbackServer server([](Connection& connection) {
    while (true) {
      const auto request = connection.read_request();
      if (request.empty()) return;
      const bool first = request.starts_with("GET /a ");
      const bool has_key = request.find("x-api-key: k") != std::string::npos;
      (void)connection.send(first ? "HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 3\r\n\r\nbad"
                                  : ok(has_key ? "with key" : "without"));
    }
  });
  auto request = get(server.url("/a"));
  request.headers = {{"x-api-key", "k"}};
  std::string seen;
  HttpSink sink;
  sink.on_head = [&](const HttpResponse& head) { seen += std::to_string(head.status) + ":"; };
  sink.on_body = [&](std::string_view bytes) { seen += bytes; };
  ASSERT_TRUE(fetch(request, sink));
  EXPECT_EQ(seen, "200:with key");
}

TEST(Http, CarriesNoHeaderToAnotherHost) {
  std::string seen;
  const LoopbackServer other([&](Connection& connection) {
    seen = connection.read_request();
    (void)connection.send(ok("other"));
  });
  const LoopbackServer server(answering("HTTP/1.1 307 Go\r\nLocation: " + other.url("/x") + "\r\nContent-Length: 0\r\n\r\n"));
  auto request = get(server.url());
  request.headers = {{"x-api-key", "secret"}, {"Authorization", "secret"}};
  const auto response = fetch(request);
  ASSERT_TRUE(response);
  EXPECT_EQ(response->body, "other");
  EXPECT_TRUE(seen.starts_with("GET /x "));
  EXPECT_EQ(seen.find("secret"), std::string::npos);
}

TEST(Http, DoesNotRedirectAPost) {
  const LoopbackServer server(answering("HTTP/1.1 307 Go\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n"));
  const auto response = fetch(post(server.url(), "secret"));
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 307);
}

TEST(Http, GivesUpOnACircleOfRedirects) {
  const LoopbackServer server(answering("HTTP/1.1 302 Go\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n"));
  const auto response = fetch(get(server.url()));
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, Code::protocol);
}

// ---- what goes wrong ----

struct Failure {
  std::string name, answer;
  Code code;
  std::string text;
};

TEST(Http, SaysInPlainWordsWhatWentWrong) {
  const std::vector<Failure> failures = {
      {"Nothing", "", Code::unavailable, "closed the connection without an answer"},
      {"Garbage", "\x01\x02 what?\r\n\r\n", Code::protocol, "did not answer in HTTP"},
      {"MidHead", "HTTP/1.1 200 OK\r\nContent-Le", Code::unavailable, ""},
      {"MidBody", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", Code::unavailable, "broke off"},
      {"MidChunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", Code::unavailable, "broke off"},
      {"BetweenChunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n", Code::unavailable, "broke off"},
      {"BadChunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", Code::unavailable, ""},
      {"BadGzip", ok("this is not gzip", "Content-Encoding: gzip\r\n"), Code::protocol, ""},
      {"HugeHead", "HTTP/1.1 200 OK\r\n" + std::string(300000, 'x'), Code::too_big, ""},
  };
  for (const auto& each : failures) {
    const LoopbackServer server(answering_once(each.answer));
    auto request = post(server.url("/path?key=secret"), "{}");
    request.headers = {{"x-api-key", "secret"}};
    const auto response = fetch(std::move(request));
    ASSERT_FALSE(response) << each.name;
    const auto& error = response.error();
    EXPECT_EQ(error.code, each.code) << each.name << ": " << error.what;
    EXPECT_TRUE(error.what.starts_with("127.0.0.1:" + std::to_string(server.port()) + ": ")) << error.what;
    EXPECT_NE(error.what.find(each.text), std::string::npos) << each.name << ": " << error.what;
    EXPECT_EQ(error.what.find("secret"), std::string::npos) << error.what;
  }
}

TEST(Http, SaysThatAConnectionWasRefused) {
  int port = 0;
  {
    const LoopbackServer server(never_answer);
    port = server.port();
  }
  const auto response = fetch(get("http://127.0.0.1:" + std::to_string(port) + "/"));
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, Code::unavailable);
  EXPECT_EQ(response.error().what, "127.0.0.1:" + std::to_string(port) + ": cannot connect: Connection refused");
}

TEST(Http, SaysThatAHostDoesNotExist) {
  const auto response = fetch(get("http://no-such-host.invalid/"));
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, Code::unavailable);
  EXPECT_TRUE(response.error().what.starts_with("no-such-host.invalid:80: no such host")) << response.error().what;
}

TEST(Http, RefusesWhatItShouldNotSend) {
  for (const char* url : {"", "example.org", "ftp://example.org/", "file:///etc/passwd", "http://", "http://a b/",
                          "http://x:99999/", "http://x:/", "https://[::1/"})
    EXPECT_EQ(fetch(get(url)).error().code, Code::invalid) << url;
  auto request = get("http://127.0.0.1:1/");
  request.headers = {{"x-api-key", "a\nb"}};
  const auto response = fetch(request);
  EXPECT_EQ(response.error().code, Code::invalid);
  EXPECT_EQ(response.error().what.find("a\nb"), std::string::npos);
  request.headers = {{"bad name", "x"}};
  EXPECT_EQ(fetch(request).error().code, Code::invalid);
  request.headers.clear();
  request.method = "GET / HTTP/1.1\r\nX: y";
  EXPECT_EQ(fetch(request).error().code, Code::invalid);
}

TEST(Http, BoundsTheBody) {
  const LoopbackServer server([](Connection& connection) {
    (void)connection.read_request();
    (void)connection.send("HTTP/1.1 200 OK\r\n\r\n");
    const std::string chunk(std::size_t{1} << 20, 'x');
    while (connection.send(chunk)) {}
  });
  const auto response = fetch(get(server.url()));
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, Code::too_big);
}

TEST(Http, GivesUpWhenNothingComes) {
  for (const std::string sent : {"", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\n\r\nbytes"}) {
    const LoopbackServer server([&](Connection& connection) {
      (void)connection.read_request();
      (void)connection.send(sent);
      connection.wait_for_close();
    });
    auto request = get(server.url());
    request.idle_timeout = Millis(50);
    const auto began = base::steady_ms();
    const auto response = fetch(std::move(request));
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().code, Code::timeout);
    EXPECT_LT(base::steady_ms() - began, 1000);
  }
}

TEST(Http, ASlowStreamIsNotIdle) {
  const LoopbackServer server([](Connection& connection) {
    (void)connection.read_request();
    (void)connection.send("HTTP/1.1 200 OK\r\n\r\n");
    for (int i = 0; i < 20; ++i) {
      ::usleep(20000);   // the subject is time itself
      (void)connection.send("x");
    }
  });
  auto request = get(server.url());
  request.idle_timeout = Millis(200);
  const auto response = fetch(std::move(request));
  ASSERT_TRUE(response) << response.error().what;
  EXPECT_EQ(response->body.size(), 20U);
}

Task<> cancel_when_arrived(CancelSource& source, const LoopbackServer& server, std::int64_t& at) {
  while (server.connections() == 0) (void)co_await sleep(Millis(1));
  (void)co_await sleep(Millis(20));
  at = base::steady_ms();
  source.cancel();
}

Task<std::int64_t> time_to_cancel(HttpClient& client, HttpRequest request, const LoopbackServer& server) {
  CancelSource source;
  std::int64_t at = 0;
  std::optional<Result<HttpResponse>> response;
  std::vector<Task<>> tasks;
  tasks.push_back(detail::leave(cancellable(source, client.fetch(std::move(request), HttpSink())), response));
  tasks.push_back(cancel_when_arrived(source, server, at));
  co_await all(std::move(tasks));
  EXPECT_EQ(response->error().code, Code::cancelled);
  co_return base::steady_ms() - at;
}

TEST(Http, CancelsWithin100Milliseconds) {
  for (const std::string sent : {"", "HTTP/1.1 200 OK\r\n\r\nbytes"}) {
    const LoopbackServer server([&](Connection& connection) {
      (void)connection.read_request();
      (void)connection.send(sent);
      connection.wait_for_close();
    });
    World world;
    world.client = make_http_client(world.loop, world.env);
    EXPECT_LT(world.loop.run(time_to_cancel(*world.client, get(server.url()), server)), k_promised.count());
  }
}

TEST(Http, ALoopCanBeDestroyedWithTransfersInIt) {
  const LoopbackServer server(never_answer);
  World world;
  world.client = make_http_client(world.loop, world.env);
  Scope scope(world.loop);
  scope.spawn([](HttpClient& client, std::string url) -> Task<> {
    const auto response = co_await client.fetch(get(url), HttpSink());
    EXPECT_FALSE(response) << "nobody answered";
  }(*world.client, server.url()));
  (void)world.loop.run(sleep(Millis(20)));
  world.client.reset();
}

TEST(Http, LeavesNoDescriptorOpen) {
  const LoopbackServer server(answering(ok("x")));
  ASSERT_TRUE(fetch(get(server.url())));   // now the libraries are loaded
  const auto open = [] { return base::list_dir("/proc/self/fd")->size(); };
  const auto until = base::steady_ms() + 2000;
  std::size_t before = open();
  {
    World world;
    world.client = make_http_client(world.loop, world.env);
    EXPECT_EQ(world.loop.run(fetch_many(*world.client, server.url(), 20)), 20);
  }
  while (open() > before && base::steady_ms() < until) ::usleep(1000);   // the server's side closes later
  EXPECT_LE(open(), before);
}

}  // namespace
}  // namespace io
