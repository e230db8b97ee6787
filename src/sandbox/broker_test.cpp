#include "sandbox/broker.h"

#include <poll.h>
#include <sys/stat.h>

#include <fmt/format.h>

#include "broker_request.h"
#include "broker_world.h"
#include "tls_hello_world.h"

namespace sandbox {
namespace {

using base::Code;

std::string socks_greeting() { return std::string("\x05\x01\x00", 3); }

std::string socks_connect(std::string_view host, std::uint16_t port) {
  return std::string("\x05\x01\x00\x03", 4) + static_cast<char>(host.size()) + std::string(host) +
         static_cast<char>(port >> 8) + static_cast<char>(port);
}

/// After the answer to the greeting: the reply's code, -1 if there is none.
int socks_code(const std::string& answer) { return answer.size() >= 4 ? static_cast<unsigned char>(answer[3]) : -1; }

std::string rule(std::string_view host, const TestServer& server) { return fmt::format("{}:{}", host, server.port()); }

void answer_http(Wire& wire) {
  const auto head = wire.receive_head();
  const std::string body = head;
  (void)wire.send(fmt::format("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{}", body.size(), body));
}

// ---- what goes through ----

TEST(Broker, CarriesATunnel) {
  const TestServer server(echo);
  BrokerWorld world;
  world.rules.allow = {rule("ok.test", server)};
  world.start_and_run();
  const Wire wire = world.tunnel(rule("ok.test", server));
  ASSERT_TRUE(wire.send("hello"));
  EXPECT_EQ(wire.receive(5), "hello");
  wire.end();
  EXPECT_EQ(wire.receive(), "");
  const auto passage = world.passage();
  EXPECT_EQ(passage.host, "ok.test");
  EXPECT_EQ(passage.port, server.port());
  EXPECT_TRUE(passage.allowed);
  EXPECT_EQ(passage.why, "");
  EXPECT_EQ(passage.bytes_out, 5U);
  EXPECT_EQ(passage.bytes_in, 5U);
}

TEST(Broker, CarriesSocksInAnyPieces) {
  const TestServer server(echo);
  BrokerWorld world;
  world.rules.allow = {rule("ok.test", server)};
  world.start_and_run();
  const Wire wire = world.connect();
  wire.send_bytewise(socks_greeting());
  EXPECT_EQ(wire.receive(2), std::string("\x05\x00", 2));
  wire.send_bytewise(socks_connect("OK.test.", server.port()));
  EXPECT_EQ(wire.receive(10), socks_reply(SocksReply::ok));
  ASSERT_TRUE(wire.send("hello"));
  EXPECT_EQ(wire.receive(5), "hello");
}

TEST(Broker, CarriesSocksWhoseClientDoesNotWaitForAnswers) {
  const TestServer server(echo);
  BrokerWorld world;
  world.rules.allow = {rule("ok.test", server)};
  world.start_and_run();
  const Wire wire = world.connect();
  ASSERT_TRUE(wire.send(socks_greeting() + socks_connect("ok.test", server.port()) + "hello"));
  wire.end();
  EXPECT_EQ(wire.receive(), std::string("\x05\x00", 2) + socks_reply(SocksReply::ok) + "hello");
}

TEST(Broker, CarriesARequestForAnAbsoluteUrl) {
  const TestServer server(answer_http);
  BrokerWorld world;
  world.rules.allow = {rule("ok.test", server)};
  world.start_and_run();
  const auto host = rule("ok.test", server);
  const auto answer = world.ask("GET http://" + host + "/a?b HTTP/1.1\r\nHost: " + host + "\r\nProxy-Authorization: x\r\n\r\n");
  EXPECT_TRUE(answer.ends_with("\r\n\r\nGET /a?b HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")) << answer;
  EXPECT_EQ(world.passage().bytes_in, answer.size());
}

TEST(Broker, CarriesBodiesWithALengthAndInChunks) {
  std::string seen;
  const TestServer server([&](Wire& wire) {
    seen = wire.receive_head();
    seen = wire.receive(seen.find("chunked") == std::string::npos ? 5 : 15);
    (void)wire.send("HTTP/1.0 204 No\r\n\r\n");
  });
  BrokerWorld world;
  world.rules.allow = {rule("ok.test", server)};
  world.start_and_run();
  const auto head = fmt::format("POST http://{0}/ HTTP/1.1\r\nHost: {0}\r\n", rule("ok.test", server));
  EXPECT_EQ(world.ask(head + "Content-Length: 5\r\n\r\nhello"), "HTTP/1.0 204 No\r\n\r\n");
  EXPECT_EQ(seen, "hello");
  EXPECT_EQ(world.ask(head + "Transfer-Encoding: chunked\r\n\r\n5;x\r\nhello\r\n0\r\nT: x\r\n\r\n"), "HTTP/1.0 204 No\r\n\r\n");
  EXPECT_EQ(seen, "5\r\nhello\r\n0\r\n\r\n");
}

TEST(Broker, LetsAServerSpeakFirst) {
  const TestServer server([](Wire& wire) {
    (void)wire.send("SSH-2.0-server\r\n");
    (void)wire.receive();
  });
  BrokerWorld world;
  world.rules.allow = {rule("ok.test", server)};
  world.start_and_run();
  EXPECT_EQ(world.tunnel(rule("ok.test", server)).receive(16), "SSH-2.0-server\r\n");
}

TEST(Broker, AClientThatHasSentAllStillGetsItsAnswer) {
  const TestServer server([](Wire& wire) {
    const auto all = wire.receive();
    (void)wire.send("got " + all);
  });
  BrokerWorld world;
  world.rules.allow = {rule("ok.test", server)};
  world.start_and_run();
  const Wire wire = world.tunnel(rule("ok.test", server));
  ASSERT_TRUE(wire.send("all"));
  wire.end();
  EXPECT_EQ(wire.receive(), "got all");
}

TEST(Broker, MegabytesComeThroughUnchanged) {
  std::string bytes(std::size_t{6} << 20, '\0');
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(i * 2654435761U >> 13);
  std::string seen;
  const TestServer server([&](Wire& wire) {
    seen = wire.receive(bytes.size());
    (void)wire.send(bytes);
  });
  BrokerWorld world;
  world.rules.allow = {rule("ok.test", server)};
  world.start_and_run();
  const Wire wire = world.tunnel(rule("ok.test", server));
  ASSERT_TRUE(wire.send(bytes));
  EXPECT_EQ(wire.receive(), bytes);
  wire.end();
  EXPECT_EQ(seen, bytes);
  const auto passage = world.passage();
  EXPECT_EQ(passage.bytes_out, bytes.size());
  EXPECT_EQ(passage.bytes_in, bytes.size());
}

TEST(Broker, ASlowServerStopsItsClient) {
  std::atomic<bool> reads = false;
  std::size_t seen = 0;
  const TestServer server([&](Wire& wire) {
    while (!reads) std::this_thread::yield();
    seen = wire.receive().size();
  });
  BrokerWorld world;
  world.rules.allow = {rule("ok.test", server)};
  world.start_and_run();
  const Wire wire = world.tunnel(rule("ok.test", server));
  const std::string block(65536, 'x');
  std::size_t sent = 0;
  pollfd entry{wire.fd(), POLLOUT, 0};
  while (::poll(&entry, 1, 300) == 1 && sent < std::size_t{64} << 20) {
    const auto count = ::send(wire.fd(), block.data(), block.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count > 0) sent += static_cast<std::size_t>(count);
  }
  reads = true;
  wire.end();
  EXPECT_LT(sent, std::size_t{64} << 20) << "the broker takes without end";
  EXPECT_EQ(wire.receive(), "");
  EXPECT_EQ(world.passage().bytes_out, sent);
  EXPECT_EQ(seen, sent);
}

TEST(Broker, TriesTheAddressesInTheirOrder) {
  const TestServer server(echo);
  BrokerWorld world;
  world.rules.allow = {rule("ok.test", server)};
  world.allowed_addresses = {"127.0.0.1", "127.0.0.2"};
  world.names["ok.test"] = {"127.0.0.2", "10.0.0.1", "127.0.0.1"};   // nobody listens on the first one
  world.start_and_run();
  const Wire wire = world.tunnel(rule("ok.test", server));
  ASSERT_TRUE(wire.send("x"));
  EXPECT_EQ(wire.receive(1), "x");
  EXPECT_EQ(world.lookups, 1);
}

TEST(Broker, AnAddressThatARuleNamesIsDialled) {
  const TestServer server(echo);
  BrokerWorld world;
  world.allowed_addresses = {};
  world.rules.allow = {rule("127.0.0.1", server), rule("ok.test", server)};
  world.start_and_run();
  for (const auto* host : {"127.0.0.1", "2130706433", "[::ffff:127.0.0.1]", "ok.test"}) {
    const Wire wire = world.tunnel(rule(host, server));
    ASSERT_TRUE(wire.send("x"));
    EXPECT_EQ(wire.receive(1), "x");
  }
}

// ---- what is refused ----

TEST(Broker, RefusesAHostAndNamesTheRule) {
  BrokerWorld world;
  world.rules.allow = {"ok.test"};
  world.start_and_run();
  const auto answer = world.ask("CONNECT evil.test:443 HTTP/1.1\r\nHost: evil.test:443\r\n\r\n");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 403 plumb: evil.test:443 is not an allowed host: to allow it, add \"evil.test\" to")) << answer;
  EXPECT_TRUE(answer.ends_with("hosts\n")) << answer;
  const auto passage = world.passage();
  EXPECT_EQ(passage.host, "evil.test");
  EXPECT_EQ(passage.port, 443);
  EXPECT_FALSE(passage.allowed);
  EXPECT_NE(passage.why.find("\"evil.test\""), std::string::npos);
  EXPECT_NE(world.ask("GET http://ok.test:8080/ HTTP/1.1\r\nHost: ok.test:8080\r\n\r\n").find("add \"ok.test:8080\""), std::string::npos);
  EXPECT_EQ(socks_code(world.ask(socks_greeting() + socks_connect("evil.test", 443))), 2);
  EXPECT_EQ(world.lookups, 0) << "a name that is not allowed must not be looked up: that would carry data out";
}

TEST(Broker, RefusesOddHosts) {
  BrokerWorld world;
  world.rules.allow = {"*.ok.test", "ok.test"};
  world.start_and_run();
  const std::string hosts[] = {std::string("evil.test\0.ok.test", 18), std::string("ok.test\0", 8), "evil.test#.ok.test", "",
                               "evil.test\xe3\x80\x82ok.test", "ok.test\r\nX: y", "a..ok.test", std::string(250, 'a') + ".ok.test"};
  for (const auto& host : hosts) EXPECT_EQ(socks_code(world.ask(socks_greeting() + socks_connect(host, 443))), 2) << shown(host);
  const auto passages = world.passages(std::size(hosts));
  EXPECT_EQ(passages[0].host, "evil.test\\x00.ok.test");
  for (const auto& each : passages) EXPECT_FALSE(each.allowed);
  EXPECT_EQ(world.lookups, 0);
}

TEST(Broker, RefusesAddressesInEveryForm) {
  const TestServer server(echo);
  BrokerWorld world;
  world.allowed_addresses = {};
  world.rules.allow = {"*.test", rule("*.test", server)};
  world.start_and_run();
  for (const auto* host : {"127.0.0.1", "127.1", "0x7f.1", "2130706433", "0177.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "169.254.169.254",
                           "0", "10.0.0.1", "1.1.1.1", "localhost"}) {
    const auto answer = world.ask(fmt::format("CONNECT {0}:{1} HTTP/1.1\r\nHost: {0}\r\n\r\n", host, server.port()));
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 403 ")) << host << " " << answer;
  }
  const auto v4 = std::string("\x05\x01\x00\x01\x7f\x00\x00\x01", 8) + std::string{static_cast<char>(server.port() >> 8), static_cast<char>(server.port())};
  EXPECT_EQ(socks_code(world.ask(socks_greeting() + v4)), 2);
  EXPECT_EQ(server.connections(), 0);
}

TEST(Broker, RefusesNamesThatLeadToPrivatePlaces) {
  const TestServer server(echo);
  BrokerWorld world;
  world.allowed_addresses = {};
  world.rules.allow = {"*.test", rule("*.test", server)};
  const std::pair<const char*, const char*> table[] = {
      {"127.0.0.1", "loopback"}, {"::1", "loopback"}, {"::ffff:127.0.0.1", "loopback"}, {"169.254.169.254", "metadata"},
      {"fd00:ec2::254", "metadata"}, {"100.100.100.200", "metadata"}, {"168.63.129.16", "metadata"}, {"192.0.0.192", "metadata"},
      {"10.1.2.3", "private"}, {"192.168.0.1", "private"}, {"100.64.0.1", "private"}, {"fe80::1", "link-local"}, {"0.0.0.0", "unspecified"},
      {"::", "unspecified"}, {"224.0.0.1", "multicast"}, {"64:ff9b::7f00:1", "loopback"}, {"93.184.216.99", "this machine"}};
  std::size_t count = 0;
  for (const auto& row : table) world.names[fmt::format("n{}.test", count++)] = {row.first};
  world.start_and_run();
  count = 0;
  for (const auto& [address, why] : table) {
    const auto answer = world.ask(fmt::format("CONNECT n{}.test:{} HTTP/1.1\r\n\r\n", count++, server.port()));
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 403 ")) << answer;
    EXPECT_NE(answer.find(why), std::string::npos) << answer;
  }
  EXPECT_EQ(server.connections(), 0);
}

TEST(Broker, ANameThatIsRebornWithAnotherAddressIsNotLookedUpAgain) {
  const TestServer server(echo);
  BrokerWorld world;
  world.rules.allow = {rule("ok.test", server)};
  world.allowed_addresses = {"127.0.0.2"};
  world.seams.resolve = [&](const std::string&) -> base::Result<std::vector<Address>> {
    const bool is_first = world.lookups++ == 0;   // harmless when it is checked, loopback ever after
    return std::vector<Address>{*parse_host(is_first ? "127.0.0.2" : "127.0.0.1")->address};
  };
  world.start_and_run();
  const auto request = fmt::format("CONNECT {} HTTP/1.1\r\n\r\n", rule("ok.test", server));
  EXPECT_TRUE(world.ask(request).starts_with("HTTP/1.1 502 ")) << "nobody listens on the address that was checked";
  EXPECT_EQ(world.lookups, 1);
  EXPECT_TRUE(world.ask(request).starts_with("HTTP/1.1 403 ")) << "and now it is loopback";
  EXPECT_EQ(server.connections(), 0);
}

TEST(Broker, SaysWhatTheNetworkSaid) {
  BrokerWorld world;
  world.rules.allow = {"*.test", "*.test:1"};
  world.names["shut.test"] = {"127.0.0.1"};
  world.start_and_run();
  EXPECT_TRUE(world.ask("CONNECT none.test:443 HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 502 plumb: no such host: none.test"));
  EXPECT_TRUE(world.ask("CONNECT shut.test:1 HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 502 plumb: cannot connect to shut.test at 127.0.0.1:1: "));
  EXPECT_EQ(socks_code(world.ask(socks_greeting() + socks_connect("none.test", 443))), 4);
  EXPECT_EQ(socks_code(world.ask(socks_greeting() + socks_connect("shut.test", 1))), 5);
  for (const auto& each : world.passages(4)) {
    EXPECT_TRUE(each.allowed) << "the rules let it in";
    EXPECT_NE(each.why, "");
  }
}

TEST(Broker, RefusesWhatIsNoRequest) {
  BrokerWorld world;
  world.rules.allow = {"ok.test"};
  world.start_and_run();
  EXPECT_EQ(world.ask(std::string("\x04\x01\x00\x50\x7f\x00\x00\x01\x00", 9)), "");   // SOCKS4
  EXPECT_EQ(world.ask(std::string("\0\0\0", 3)), "");
  EXPECT_TRUE(world.ask("GET / HTTP/1.1\r\nHost: ok.test\r\n\r\n").starts_with("HTTP/1.1 400 "));
  EXPECT_TRUE(world.ask("GET https://ok.test/ HTTP/1.1\r\nHost: ok.test\r\n\r\n").starts_with("HTTP/1.1 501 "));
  EXPECT_TRUE(world.ask("CONNECT ok.test HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 400 "));
  EXPECT_TRUE(world.ask("GET http://ok.test/ HTTP/1.1\r\nHost: evil.test\r\n\r\n").starts_with("HTTP/1.1 403 "));
  EXPECT_TRUE(world.ask("GET http://ok.test/ HTTP/1.1\r\nX: " + std::string(40000, 'x') + "\r\n\r\n").starts_with("HTTP/1.1 431 "));
  EXPECT_EQ(world.ask(std::string("\x05\x01\x02", 3)), std::string("\x05\xff", 2));
  EXPECT_EQ(socks_code(world.ask(socks_greeting() + std::string("\x05\x02\x00\x01\x7f\x00\x00\x01\x00\x50", 10))), 7);
  EXPECT_EQ(socks_code(world.ask(socks_greeting() + std::string("\x05\x01\x00\x09\x7f\x00\x00\x01\x00\x50", 10))), 8);
  EXPECT_EQ(socks_code(world.ask(socks_greeting() + socks_connect("ok.test", 0))), 2);
  for (const auto& each : world.passages(11)) EXPECT_FALSE(each.allowed);
  EXPECT_EQ(world.lookups, 0);
}

TEST(Broker, AConnectionThatSaysNothingIsNotReported) {
  BrokerWorld world;
  world.rules.allow = {"ok.test"};
  world.start_and_run();
  world.connect().close();
  (void)world.ask("CONNECT evil.test:443 HTTP/1.1\r\n\r\n");
  EXPECT_EQ(world.passage().host, "evil.test");
}

// ---- what TLS and HTTP say of their host ----

TEST(Broker, ATlsHelloMustNameTheHost) {
  const TestServer server(echo);
  BrokerWorld world;
  world.rules.allow = {rule("*.test", server), rule("127.0.0.1", server)};
  world.start_and_run();
  const auto address = rule("127.0.0.1", server), name = rule("ok.test", server);
  const auto nameless = records(hello_message(extension(10, "groups")));
  const auto hiding = records(hello_message(server_name("ok.test") + extension(0xfe0d, "x")));
  const std::string denied("\x15\x03\x01\x00\x02\x02\x31", 7);
  const struct {
    std::string to, hello;
    bool passes;
    std::string_view why;
  } table[] = {
      {name, hello_for("ok.test"), true, ""},
      {name, hello_for("OK.TEST."), true, ""},
      {name, records(hello_message(server_name("ok.test")), 5), true, ""},
      {address, nameless, true, ""},
      {name, hello_for("evil.test"), false, "its TLS hello names evil.test, but ok.test was asked for"},
      {name, hello_for("sub.ok.test"), false, "asked for"},
      {name, hello_for(std::string_view("ok.test\0.evil", 13)), false, "ok.test\\x00.evil"},
      {name, nameless, false, "names no server"},
      {name, hiding, false, "ECH"},
      {name, records(hello_message(server_name("ok.test") + server_name("evil.test"))), false, "one server"},
      {name, records("\x02" + sized(3, "x")), false, "no ClientHello"},
      {address, hello_for("evil.test"), false, "asked for"},
  };
  std::size_t count = 0;
  for (const auto& row : table) {
    const Wire wire = world.tunnel(row.to);
    wire.send_bytewise(row.hello);
    EXPECT_EQ(wire.receive(row.passes ? row.hello.size() : std::size_t{1} << 20), row.passes ? row.hello : denied) << row.why;
    wire.end();
    EXPECT_EQ(wire.receive(), "");
    const auto passage = world.passages(++count).back();
    EXPECT_EQ(passage.allowed, row.passes);
    EXPECT_NE(passage.why.find(row.why), std::string::npos) << passage.why;
    EXPECT_EQ(passage.bytes_out, row.passes ? row.hello.size() : 0) << "not a byte of it may reach the server";
  }
}

TEST(Broker, OnPort80ATunnelCarriesOneRequestForItsHost) {
  const TestServer server(answer_http);
  BrokerWorld world;
  world.seams.http_port = server.port();
  world.rules.allow = {rule("ok.test", server)};
  world.start_and_run();
  const auto host = rule("ok.test", server);
  {
    const Wire wire = world.tunnel(host);
    ASSERT_TRUE(wire.send("GET /a HTTP/1.1\r\nHost: " + host + "\r\n\r\nGET /b HTTP/1.1\r\nHost: evil.test\r\n\r\n"));
    const auto answer = wire.receive();
    EXPECT_TRUE(answer.ends_with("\r\n\r\nGET /a HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")) << answer;
  }
  const auto refusal = [&](std::string_view bytes) {
    const Wire wire = world.tunnel(host);
    (void)wire.send(bytes);
    wire.end();
    return wire.receive();
  };
  EXPECT_TRUE(refusal("GET /a HTTP/1.1\r\nHost: evil.test\r\n\r\n").starts_with("HTTP/1.1 403 plumb: the Host header says evil.test, but "));
  EXPECT_TRUE(refusal("GET http://evil.test/ HTTP/1.1\r\nHost: " + host + "\r\n\r\n").starts_with("HTTP/1.1 400 "));
  EXPECT_TRUE(refusal("SSH-2.0-x\r\n\r\n").starts_with("HTTP/1.1 400 "));
  EXPECT_TRUE(refusal(hello_for("ok.test")).ends_with(hello_for("ok.test"))) << "TLS passes as it is";
  const auto passages = world.passages(5);
  for (std::size_t i : {1U, 2U, 3U}) {
    EXPECT_FALSE(passages[i].allowed);
    EXPECT_EQ(passages[i].bytes_out, 0U);
  }
}

TEST(Broker, WhatFollowsARequestIsNotPassedOn) {
  std::string seen;
  const TestServer server([&](Wire& wire) {
    seen = wire.receive_head() + wire.receive(3);
    (void)wire.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    seen += wire.receive();   // this one keeps the connection
  });
  BrokerWorld world;
  world.rules.allow = {rule("ok.test", server)};
  world.start_and_run();
  const auto host = rule("ok.test", server);
  const Wire wire = world.connect();
  ASSERT_TRUE(wire.send("POST http://" + host + "/ HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: 3\r\n\r\nabc"));
  EXPECT_TRUE(wire.receive_head().starts_with("HTTP/1.1 200"));
  EXPECT_EQ(wire.receive(2), "ok");
  ASSERT_TRUE(wire.send("GET http://evil.test/ HTTP/1.1\r\nHost: evil.test\r\n\r\n"));
  EXPECT_EQ(wire.receive(), "") << "a client that goes on is shown the end, and connects again";
  EXPECT_EQ(world.passage().host, "ok.test");
  EXPECT_TRUE(seen.ends_with("\r\n\r\nabc")) << seen;
}

TEST(Broker, ABrokenBodyEndsTheConnection) {
  std::string seen;
  const TestServer server([&](Wire& wire) { seen = wire.receive(); });
  BrokerWorld world;
  world.rules.allow = {rule("ok.test", server)};
  world.start_and_run();
  const auto head = fmt::format("POST http://{0}/ HTTP/1.1\r\nHost: {0}\r\nTransfer-Encoding: chunked\r\n\r\n", rule("ok.test", server));
  EXPECT_TRUE(world.ask(head + "3\r\nabcGET / HTTP/1.1\r\n").starts_with("HTTP/1.1 400 "));
  EXPECT_FALSE(world.passage().allowed);
  EXPECT_TRUE(seen.empty() || seen.find("GET") == std::string::npos) << seen;
}

// ---- time, number, end ----

TEST(Broker, ASlowRequestIsNotWaitedForForever) {
  BrokerWorld world;
  world.seams.head_limit = io::Millis(150);
  world.rules.allow = {"ok.test"};
  world.start_and_run();
  const Wire http = world.connect(), socks = world.connect(), silent = world.connect();
  ASSERT_TRUE(http.send("GET http://ok.test/ HTTP/1.1\r\nX: "));
  ASSERT_TRUE(socks.send(std::string("\x05\x01\x00\x05\x01", 5)));
  std::thread dripping([&] {
    while (http.send("x")) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  });
  EXPECT_TRUE(http.receive_head().starts_with("HTTP/1.1 504 "));
  EXPECT_EQ(socks.receive().size(), 12U);
  EXPECT_EQ(silent.receive(), "");
  ::shutdown(http.fd(), SHUT_RDWR);
  dripping.join();
}

TEST(Broker, ASlowTlsHelloIsNotWaitedForForever) {
  const TestServer server(echo);
  BrokerWorld world;
  world.seams.head_limit = io::Millis(300);
  world.rules.allow = {rule("ok.test", server)};
  world.start_and_run();
  const Wire wire = world.tunnel(rule("ok.test", server));
  ASSERT_TRUE(wire.send(hello_for("ok.test").substr(0, 20)));
  EXPECT_EQ(wire.receive(), std::string("\x15\x03\x01\x00\x02\x02\x31", 7));
  EXPECT_FALSE(world.passage().allowed);
}

TEST(Broker, AnIdleTunnelEnds) {
  const TestServer server(echo);
  BrokerWorld world;
  world.seams.idle_limit = io::Millis(200);
  world.rules.allow = {rule("ok.test", server)};
  world.start_and_run();
  const Wire wire = world.tunnel(rule("ok.test", server));
  ASSERT_TRUE(wire.send("x"));
  EXPECT_EQ(wire.receive(), "x");
  EXPECT_EQ(world.passage().why, "it was idle for too long");
}

TEST(Broker, AnAddressThatDoesNotAnswerIsGivenUp) {
  const base::Fd full(listen_for_relay(0));   // a queue that is full: the kernel drops what comes
  ::listen(full.get(), 0);
  sockaddr_in bound{};
  socklen_t size = sizeof bound;
  ASSERT_EQ(::getsockname(full.get(), reinterpret_cast<sockaddr*>(&bound), &size), 0);
  std::vector<base::Fd> fillers;
  for (int i = 0; i < 8; ++i) {
    fillers.emplace_back(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    (void)::connect(fillers.back().get(), reinterpret_cast<sockaddr*>(&bound), size);
  }
  BrokerWorld world;
  world.seams.connect_limit = io::Millis(200);
  world.rules.allow = {fmt::format("ok.test:{}", ntohs(bound.sin_port))};
  world.start_and_run();
  const auto answer = world.ask(fmt::format("CONNECT ok.test:{} HTTP/1.1\r\n\r\n", ntohs(bound.sin_port)));
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 504 ")) << answer;
}

TEST(Broker, OnlySoManyAreServedAtOnceAndTheNextOneWaits) {
  const TestServer server(echo);
  BrokerWorld world;
  world.rules.allow = {rule("ok.test", server)};
  world.start_and_run();
  std::vector<Wire> wires;
  for (int i = 0; i < 256; ++i) wires.push_back(world.tunnel(rule("ok.test", server)));
  const Wire next = world.connect();
  ASSERT_TRUE(next.send("CONNECT evil.test:443 HTTP/1.1\r\n\r\n"));
  pollfd entry{next.fd(), POLLIN, 0};
  EXPECT_EQ(::poll(&entry, 1, 100), 0);
  for (const auto& each : wires) {
    ASSERT_TRUE(each.send("x"));
    ASSERT_EQ(each.receive(1), "x");
  }
  wires[17].close();
  EXPECT_TRUE(next.receive().starts_with("HTTP/1.1 403 "));
}

TEST(Broker, CloseEndsEverything) {
  const TestServer server(echo);
  std::vector<Passage> seen;
  Wire wire(-1), asking(-1);
  std::string path;
  {
    BrokerWorld world;
    world.rules.allow = {rule("ok.test", server)};
    world.start_and_run();
    path = world.path();
    wire = world.tunnel(rule("ok.test", server));
    asking = world.connect();
    ASSERT_TRUE(asking.send("CONNECT "));
    struct stat status {};
    ASSERT_EQ(::stat(path.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777, 0600U);
  }
  EXPECT_EQ(wire.receive(), "");
  EXPECT_EQ(asking.receive(), "");
  EXPECT_FALSE(base::exists(path));
}

TEST(Broker, MayBeDestroyedWithoutBeingClosed) {
  const TestServer server(echo);
  const auto folder = std::move(base::TempDir::make()).value();
  io::Loop loop;
  BrokerOptions options;
  options.socket = folder.path() + "/s";
  { const auto never_run = Broker::start(loop, options); ASSERT_TRUE(never_run); }
  const auto use = [](io::Loop& on, BrokerOptions with) -> io::Task<> {
    auto broker = Broker::start(on, std::move(with));
    for (int i = 0; i < 3; ++i) {
      const auto slept = co_await io::sleep(io::Millis(1));
      (void)slept;
    }
    broker->reset();
    const auto slept = co_await io::sleep(io::Millis(1));
    (void)slept;
  };
  loop.run(use(loop, options));
  EXPECT_FALSE(base::exists(options.socket));
}

TEST(Broker, StartSaysWhatIsWrong) {
  const auto folder = std::move(base::TempDir::make()).value();
  io::Loop loop;
  BrokerOptions options;
  options.socket = folder.path() + "/s";
  const auto started = [&](BrokerOptions with) {
    const auto broker = Broker::start(loop, std::move(with));
    return broker ? Code::internal : broker.error().code;
  };
  auto wrong = options;
  wrong.rules.allow = {"*"};
  EXPECT_EQ(started(wrong), Code::invalid);
  wrong = options;
  wrong.allowed_addresses = {"localhost"};
  EXPECT_EQ(started(wrong), Code::invalid);
  wrong = options;
  wrong.socket = folder.path() + "/" + std::string(200, 'x');
  EXPECT_EQ(started(wrong), Code::invalid);
  wrong.socket = folder.path() + "/none/s";
  EXPECT_EQ(started(wrong), Code::not_found);
  ASSERT_TRUE(base::write_file(options.socket, "a file"));
  EXPECT_EQ(started(options), Code::exists);
  EXPECT_EQ(base::read_file(options.socket).value(), "a file");
}

TEST(Broker, TakesThePlaceOfABrokerThatWasKilledButNotOfALivingOne) {
  const auto folder = std::move(base::TempDir::make()).value();
  io::Loop loop;
  BrokerOptions options;
  options.socket = folder.path() + "/s";
  {
    sockaddr_un address{AF_UNIX, {}};
    std::strncpy(address.sun_path, options.socket.c_str(), sizeof address.sun_path - 1);
    const base::Fd dead(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    ASSERT_EQ(::bind(dead.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  }
  const auto first = Broker::start(loop, options);
  ASSERT_TRUE(first) << first.error().what;
  const auto second = Broker::start(loop, options);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Code::exists);
}

}  // namespace
}  // namespace sandbox
