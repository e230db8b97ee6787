#include "broker_request.h"

#include <gtest/gtest.h>

namespace sandbox {
namespace {

std::string forwarded(std::string_view bytes, const HostPort* tunnel = nullptr) {
  const auto read = read_http_head(bytes);
  if (!read.head) return read.status == 0 ? "more" : std::to_string(read.status);
  const auto forward = forward_http(*read.head, tunnel);
  if (!forward) return std::string(base::name(forward.error().code));
  return forward->to.host.with_port(*forward->to.port) + "|" + forward->head;
}

TEST(BrokerHttp, WritesARequestAnew) {
  EXPECT_EQ(forwarded("GET http://Example.org/a?b HTTP/1.1\r\nHost: example.org\r\nAccept:  */* \r\n\r\n"),
            "example.org:80|GET /a?b HTTP/1.1\r\nHost: example.org\r\nAccept: */*\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(forwarded("GET http://example.org HTTP/1.0\r\n\r\n"),
            "example.org:80|GET / HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(forwarded("GET HTTP://example.org:8080?q HTTP/1.1\r\nHost: EXAMPLE.org.:8080\r\n\r\n"),
            "example.org:8080|GET /?q HTTP/1.1\r\nHost: example.org:8080\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(forwarded("GET http://[::1]/ HTTP/1.1\r\nHost: [::1]\r\n\r\n"),
            "[::1]:80|GET / HTTP/1.1\r\nHost: [::1]\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(forwarded("POST http://e.org/ HTTP/1.1\r\nHost: e.org\r\nContent-Length: 007\r\n\r\n"),
            "e.org:80|POST / HTTP/1.1\r\nHost: e.org\r\nContent-Length: 7\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(forwarded("POST http://e.org/ HTTP/1.1\r\nHost: e.org\r\nTransfer-Encoding: Chunked\r\n\r\n"),
            "e.org:80|POST / HTTP/1.1\r\nHost: e.org\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n");
}

TEST(BrokerHttp, DropsWhatIsForProxies) {
  EXPECT_EQ(forwarded("GET http://e.org/ HTTP/1.1\r\nHost: e.org\r\nConnection: keep-alive, X-Secret\r\nproxy-connection: x\r\n"
                      "Proxy-Authorization: Basic x\r\nX-Secret: 1\r\nKeep-Alive: 3\r\nTE: trailers\r\nUpgrade: h2c\r\n"
                      "HTTP2-Settings: x\r\nTrailer: x\r\nX-Kept: 1\r\nCookie: a=b\r\n\r\n"),
            "e.org:80|GET / HTTP/1.1\r\nHost: e.org\r\nHTTP2-Settings: x\r\nX-Kept: 1\r\nCookie: a=b\r\nConnection: close\r\n\r\n");
  // Naming what frames the request does not take it away.
  EXPECT_EQ(forwarded("POST http://e.org/ HTTP/1.1\r\nHost: e.org\r\nConnection: content-length, host\r\nContent-Length: 3\r\n\r\n"),
            "e.org:80|POST / HTTP/1.1\r\nHost: e.org\r\nContent-Length: 3\r\nConnection: close\r\n\r\n");
}

TEST(BrokerHttp, InATunnelTheHostHeaderMustNameItsEnd) {
  const HostPort end{Host{"e.org", {}}, std::uint16_t{80}};
  EXPECT_EQ(forwarded("GET /a HTTP/1.1\r\nHost: e.org\r\n\r\n", &end),
            "e.org:80|GET /a HTTP/1.1\r\nHost: e.org\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(forwarded("GET /a HTTP/1.1\r\nHost: evil.test\r\n\r\n", &end), "denied");
  EXPECT_EQ(forwarded("GET http://evil.test/ HTTP/1.1\r\nHost: e.org\r\n\r\n", &end), "invalid");
  EXPECT_EQ(forwarded("CONNECT evil.test:443 HTTP/1.1\r\nHost: e.org\r\n\r\n", &end), "invalid");
}

TEST(BrokerHttp, RefusesWhatCouldBeReadInTwoWays) {
  const std::string get = "GET http://e.org/ HTTP/1.1\r\nHost: e.org\r\n", post = "POST http://e.org/ HTTP/1.1\r\nHost: e.org\r\n";
  const struct {
    std::string bytes, expected;
  } table[] = {
      {"GET http://e.org/ HTTP/1.1\r\nHost: evil.test\r\n\r\n", "denied"},
      {"GET http://e.org/ HTTP/1.1\r\nHost: e.org:81\r\n\r\n", "denied"},
      {"GET http://e.org/ HTTP/1.1\r\n\r\n", "invalid"},
      {get + "Host: e.org\r\n\r\n", "invalid"},
      {get + "hOsT: evil.test\r\n\r\n", "invalid"},
      {"GET http://e.org/ HTTP/1.1\r\nHost: e.org,evil.test\r\n\r\n", "invalid"},
      {"GET http://e.org/ HTTP/1.1\r\nHost:\r\n\r\n", "invalid"},
      {post + "Content-Length: 3\r\nContent-Length: 3\r\n\r\n", "invalid"},
      {post + "Content-Length: 3, 3\r\n\r\n", "invalid"},
      {post + "Content-Length: +3\r\n\r\n", "invalid"},
      {post + "Content-Length: -3\r\n\r\n", "invalid"},
      {post + "Content-Length: 0x3\r\n\r\n", "invalid"},
      {post + "Content-Length: 3 4\r\n\r\n", "invalid"},
      {post + "Content-Length:\r\n\r\n", "invalid"},
      {post + "Content-Length: 99999999999999999999\r\n\r\n", "invalid"},
      {post + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", "invalid"},
      {post + "Transfer-Encoding: gzip, chunked\r\n\r\n", "unsupported"},
      {post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n", "unsupported"},
      {post + "Transfer-Encoding: xchunked\r\n\r\n", "unsupported"},
      {post + "Transfer-Encoding: chunked\x0b\r\n\r\n", "400"},
      {"POST http://e.org/ HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", "invalid"},
      {get + "X : 1\r\n\r\n", "400"},
      {get + " folded\r\n\r\n", "400"},
      {get + "X: 1\n\r\n\r\n", "400"},
      {get + "X: 1\rY: 2\r\n\r\n", "400"},
      {get + std::string("X: a\0b\r\n\r\n", 10), "400"},
      {get + "no colon\r\n\r\n", "400"},
      {get + ": no name\r\n\r\n", "400"},
      {"GET  http://e.org/ HTTP/1.1\r\n\r\n", "400"},
      {"GET http://e.org/ HTTP/1.1 \r\n\r\n", "400"},
      {"GET http://e.org/\thttp://x HTTP/1.1\r\n\r\n", "400"},
      {"GET http://e.org/ HTTP/2.0\r\n\r\n", "400"},
      {"GET http://e.org/\r\n\r\n", "400"},
      {"G(T http://e.org/ HTTP/1.1\r\n\r\n", "400"},
      {"GET /path HTTP/1.1\r\nHost: e.org\r\n\r\n", "invalid"},
      {"GET //e.org/ HTTP/1.1\r\nHost: e.org\r\n\r\n", "invalid"},
      {"GET e.org HTTP/1.1\r\nHost: e.org\r\n\r\n", "invalid"},
      {"GET http://u@e.org/ HTTP/1.1\r\nHost: e.org\r\n\r\n", "invalid"},
      {"GET http://e.org\\@evil.test/ HTTP/1.1\r\nHost: e.org\r\n\r\n", "invalid"},
      {"GET http://e.org/#f HTTP/1.1\r\nHost: e.org\r\n\r\n", "invalid"},
      {"GET http:///x HTTP/1.1\r\nHost: e.org\r\n\r\n", "invalid"},
      {"GET https://e.org/ HTTP/1.1\r\nHost: e.org\r\n\r\n", "unsupported"},
      {"GET ftp://e.org/ HTTP/1.1\r\nHost: e.org\r\n\r\n", "unsupported"},
      {"TRACE http://e.org/ HTTP/1.1\r\nHost: e.org\r\n\r\n", "unsupported"},
  };
  for (const auto& row : table) EXPECT_EQ(forwarded(row.bytes), row.expected) << testing::PrintToString(row.bytes);
}

TEST(BrokerHttp, HeadsHaveBounds) {
  const std::string get = "GET http://e.org/ HTTP/1.1\r\nHost: e.org\r\n";
  EXPECT_EQ(forwarded(get + "X: " + std::string(k_http_head_max, 'x')), "431");
  EXPECT_EQ(forwarded(std::string(k_http_head_max - 1, 'x')), "more");
  std::string many = get;
  for (int i = 0; i < 127; ++i) many += "X: y\r\n";
  EXPECT_NE(forwarded(many + "\r\n"), "431");
  EXPECT_EQ(forwarded(many + "X: y\r\n\r\n"), "431");
}

TEST(BrokerHttp, ConnectNamesAHostAndAPort) {
  const auto target = [](std::string text) {
    HttpHead head;
    head.target = std::move(text);
    const auto to = connect_target(head);
    return to ? to->host.with_port(*to->port) : "refused";
  };
  EXPECT_EQ(target("Example.org:443"), "example.org:443");
  EXPECT_EQ(target("[::1]:443"), "[::1]:443");
  for (const auto* odd : {"example.org", "http://example.org:443", "example.org:443/", ":443", "example.org:", "::1:443", "a@e.org:443"})
    EXPECT_EQ(target(odd), "refused") << odd;
}

std::string chunks(std::string_view bytes) {
  HttpChunks reader;
  std::string out;
  const auto taken = reader.feed(bytes, out);
  if (reader.is_bad()) return "bad";
  return (reader.is_done() ? "done " : "more ") + std::to_string(bytes.size() - taken) + " " + out;
}

TEST(BrokerHttp, ChunksAreWrittenAnew) {
  EXPECT_EQ(chunks("3\r\nabc\r\n0\r\n\r\n"), "done 0 3\r\nabc\r\n0\r\n\r\n");
  EXPECT_EQ(chunks("0A;x=y\r\n0123456789\r\n000\r\nTrailer: x\r\n\r\nGET /"), "done 5 a\r\n0123456789\r\n0\r\n\r\n");
  EXPECT_EQ(chunks("3\r\nab"), "more 0 3\r\nab");
  for (const auto* odd : {"x\r\n", "-1\r\n", "\r\n", "0x3\r\nabc", "3\nabc", "3\r\nabcd\r\n", "3\r\nabc\n", "3\rx", " \r\n", "3 3\r\n",
                          "fffffffffffffffff\r\n", "ffffffffffffffff\r\n", "3\r\nabc\r\n0\r\n\rx"})
    EXPECT_EQ(chunks(odd), "bad") << odd;
  EXPECT_EQ(chunks("3;" + std::string(1000, 'x')), "bad");
  std::string trailers = "0\r\n";
  for (int i = 0; i < 1000; ++i) trailers += "X: yyyyyyyyyyyyyyyy\r\n";
  EXPECT_EQ(chunks(trailers), "bad");
}

TEST(BrokerHttp, AnAnswerIsOneLineWhateverIsInIt) {
  EXPECT_EQ(http_answer(403, "no\r\nSet-Cookie: x"),
            "HTTP/1.1 403 plumb: no  Set-Cookie: x\r\nContent-Type: text/plain\r\nContent-Length: 25\r\nConnection: close\r\n\r\n"
            "plumb: no  Set-Cookie: x\n");
}

TEST(BrokerSocks, ReadsItsTwoMessages) {
  EXPECT_EQ(read_socks_greeting("\x05").size, 0U);
  EXPECT_EQ(read_socks_greeting(std::string("\x05\x02\x02", 3)).size, 0U);
  const auto greeting = read_socks_greeting(std::string("\x05\x02\x02\x00rest", 8));
  EXPECT_EQ(greeting.size, 4U);
  EXPECT_TRUE(greeting.without_password);
  EXPECT_FALSE(read_socks_greeting(std::string("\x05\x01\x02", 3)).without_password);
  EXPECT_FALSE(read_socks_greeting(std::string("\x05\x00", 2)).without_password);

  const struct {
    std::string bytes, host;
    std::uint16_t port;
    SocksReply problem;
  } table[] = {
      {std::string("\x05\x01\x00\x01\x7f\x00\x00\x01\x00\x50", 10), "127.0.0.1", 80, SocksReply::ok},
      {std::string("\x05\x01\x00\x03\x05" "e.org\x01\xbb", 12), "e.org", 443, SocksReply::ok},
      {std::string("\x05\x01\x00\x03\x03" "a\0b\x01\xbb", 10), std::string("a\0b", 3), 443, SocksReply::ok},
      {std::string("\x05\x01\x00\x03\x00\x01\xbb", 7), "", 443, SocksReply::ok},
      {std::string("\x05\x01\x00\x04\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\x00\x50", 22), "::1", 80, SocksReply::ok},
      {std::string("\x05\x01\x00\x04\0\0\0\0\0\0\0\0\0\0\xff\xff\x7f\0\0\x01\x00\x50", 22), "127.0.0.1", 80, SocksReply::ok},
      {std::string("\x05\x02\x00\x01\x7f\x00\x00\x01\x00\x50", 10), "127.0.0.1", 80, SocksReply::no_such_command},
      {std::string("\x05\x01\x00\x02\x7f", 5), "", 0, SocksReply::no_such_address},
      {std::string("\x04\x01\x00\x01\x7f", 5), "", 0, SocksReply::failed},
      {std::string("\x05\x01\x01\x01\x7f", 5), "", 0, SocksReply::failed},
  };
  for (const auto& row : table) {
    const auto request = read_socks_request(row.bytes);
    EXPECT_EQ(request.size, row.bytes.size());
    EXPECT_EQ(request.host, row.host);
    EXPECT_EQ(request.port, row.port);
    EXPECT_EQ(request.problem, row.problem);
    if (row.problem == SocksReply::ok) {
      EXPECT_EQ(read_socks_request(std::string_view(row.bytes).substr(0, row.bytes.size() - 1)).size, 0U);
    }
  }
  EXPECT_EQ(socks_reply(SocksReply::not_allowed), std::string("\x05\x02\x00\x01\0\0\0\0\0\0", 10));
}

}  // namespace
}  // namespace sandbox
