// The server over real sockets, with bounds small enough to be met in a test. What the program does as a whole is tested
// in tests/server.
#include "http.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <future>
#include <thread>

#include "base/file.h"

namespace server {
namespace {

/// Echoes, and counts what it hears.
struct Echo final : SocketUser {
  Echo(std::shared_ptr<Socket> s, std::size_t& rooms) : socket(std::move(s)), room_calls(rooms) {}
  void on_message(std::string_view text) override {
    if (text == "flood") {
      for (int i = 0; i < 64; ++i) socket->send(std::string(256 << 10, 'x'));
    } else if (text == "bye") {
      socket->send("last");
      socket->close(1000, "bye");
    } else {
      socket->send(std::string(text));
    }
  }
  void on_room() override { ++room_calls; }
  std::shared_ptr<Socket> socket;
  std::size_t& room_calls;
};

struct EchoSite final : Site {
  std::size_t rooms = 0, gone = 0;
  std::shared_ptr<Body> open;
  Response answer(const Request& request) override {
    Response response;
    if (request.target == "/gone") {
      response.body = "gone: " + std::to_string(gone);
      return response;
    }
    if (request.target == "/pieces" || request.target == "/open" || request.target == "/flood")
      response.stream = [this, target = request.target](const std::shared_ptr<Body>& body) {
        body->on_gone = [this] { ++gone; };
        body->send("one ");
        body->send(target == "/flood" ? std::string(std::size_t{1} << 20, 'x') : "two");
        if (target == "/pieces") body->end();
        open = body;
      };
    response.body = request.method + " " + request.target + " " + request.body;
    return response;
  }
  Upgrade upgrade(const Request& request) override {
    Upgrade upgrade;
    if (request.target != "/ws") return upgrade;
    upgrade.message_max = 4096;
    upgrade.protocol = "plumb";
    upgrade.open = [this](std::shared_ptr<Socket> socket) { return std::make_unique<Echo>(std::move(socket), rooms); };
    return upgrade;
  }
  Response error(int status) override {
    Response response;
    response.status = status;
    return response;
  }
};

class Client {
 public:
  explicit Client(unsigned short port) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_port = htons(port);
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(fd_.get(), reinterpret_cast<const sockaddr*>(&at), sizeof at), 0);
  }
  Client& send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto sent = ::send(fd_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) break;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return *this;
  }
  /// What comes until `end` was in it, the peer closed, or 5 s passed.
  std::string read_until(std::string_view end = "\xff never") {
    std::string got;
    std::size_t looked = 0;   // a flood is not searched again and again
    while (got.find(end, looked) == std::string::npos) {
      looked = got.size() - std::min(got.size(), end.size());
      pollfd at{fd_.get(), POLLIN, 0};
      if (::poll(&at, 1, 5000) != 1) return got + " (timeout)";
      char bytes[65536];
      const auto size = ::recv(fd_.get(), bytes, sizeof bytes, 0);
      if (size < 0) return got + " (reset)";
      if (size == 0) return got + " (closed)";
      got.append(bytes, static_cast<std::size_t>(size));
    }
    return got;
  }
  /// A masked frame, as clients send them (a mask of zeros is one).
  Client& frame(unsigned char first, std::string_view text) {
    std::string bytes(1, static_cast<char>(first));
    if (text.size() < 126) {
      bytes += static_cast<char>(0x80 | text.size());
    } else {
      bytes += static_cast<char>(0x80 | 126);
      bytes += static_cast<char>(text.size() >> 8);
      bytes += static_cast<char>(text.size() & 255);
    }
    bytes += std::string(4, '\0');
    return send(bytes + std::string(text));
  }
  Client& upgrade() {
    send("GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    return *this;
  }

 private:
  base::Fd fd_;
};

/// Runs the server while `client` talks to it from a thread.
void with_server(const HttpLimits& limits, EchoSite& site, const std::function<void(unsigned short)>& client) {
  io::Loop loop;
  auto server = HttpServer::listen(loop, {}, limits, site, nullptr);
  ASSERT_TRUE(server) << server.error().what;
  const auto body = [](HttpServer& http, const std::function<void(unsigned short)>& talk) -> io::Task<> {
    const std::function<int(std::stop_token)> work = [&](const std::stop_token&) {
      talk(http.port());
      return 0;
    };
    co_await io::offload(work);
    co_await http.close();
  };
  loop.run(body(**server, client));
}

HttpLimits quick() {
  HttpLimits limits;
  limits.head_time = io::Millis(300);
  limits.idle_time = io::Millis(300);
  return limits;
}

constexpr const char* k_get = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";

TEST(HttpServer, AConnectionServesManyRequestsAlsoSentAtOnce) {
  EchoSite site;
  with_server(quick(), site, [](unsigned short port) {
    Client client(port);
    EXPECT_NE(client.send(k_get).read_until("GET /a ").find("200 OK"), std::string::npos);
    client.send(std::string(k_get) + "POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabcGET /c HTTP/1.1\r\nHost: x\r\n\r\n");
    const auto got = client.read_until("GET /c ");
    EXPECT_NE(got.find("POST /b abc"), std::string::npos) << got;
  });
}

TEST(HttpServer, HeadHasTheLengthAndNoBody) {
  EchoSite site;
  with_server(quick(), site, [](unsigned short port) {
    const auto got = Client(port).send("HEAD /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").read_until();
    EXPECT_NE(got.find("Content-Length: 8\r\n"), std::string::npos) << got;
    EXPECT_TRUE(got.ends_with("\r\n\r\n (closed)")) << got;
  });
}

TEST(HttpServer, ABodyInPiecesEndsWithTheConnection) {
  EchoSite site;
  with_server(quick(), site, [](unsigned short port) {
    const auto got = Client(port).send("GET /pieces HTTP/1.1\r\nHost: x\r\n\r\n").read_until();
    EXPECT_EQ(got.find("Content-Length"), std::string::npos) << got;
    EXPECT_NE(got.find("Connection: close\r\n"), std::string::npos) << got;
    EXPECT_TRUE(got.ends_with("\r\n\r\none two (closed)")) << got;
  });
  EXPECT_EQ(site.gone, 0U);
}

TEST(HttpServer, ABodyHearsThatItsReaderHasGoneOrDoesNotRead) {
  EchoSite site;
  HttpLimits limits = quick();
  limits.socket.queue_max = std::size_t{64} << 10;
  const auto gone = [](unsigned short port, const char* want) {
    std::string got;
    for (int tries = 0; tries < 500 && got.find(want) == std::string::npos; ++tries) {
      got = Client(port).send("GET /gone HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").read_until();
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return got.find(want) != std::string::npos;
  };
  with_server(limits, site, [&](unsigned short port) {
    Client(port).send("GET /open HTTP/1.1\r\nHost: x\r\n\r\n").read_until("two");   // and away
    EXPECT_TRUE(gone(port, "gone: 1"));
    (void)Client(port).send("GET /flood HTTP/1.1\r\nHost: x\r\n\r\n").read_until();
    EXPECT_TRUE(gone(port, "gone: 2"));
  });
  site.open->send("nobody");   // does nothing any more
  EXPECT_EQ(site.gone, 2U);
}

TEST(HttpServer, WhatIsTooLargeOrNoHttpIsAnsweredAndClosed) {
  EchoSite site;
  HttpLimits limits = quick();
  limits.head_max = 1024;
  limits.body_max = 1024;
  with_server(limits, site, [](unsigned short port) {
    struct Row {
      std::string request, status;
    };
    for (const auto& [request, status] : std::initializer_list<Row>{
             {"GET / HTTP/1.1\r\nHost: x\r\nA: " + std::string(2000, 'a') + "\r\n\r\n", "431"},
             {"GET /" + std::string(2000, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n", "431"},
             {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2000\r\n\r\n" + std::string(2000, 'a'), "413"},
             {"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n7d0\r\n" + std::string(2000, 'a') + "\r\n0\r\n\r\n", "413"},
             {"\x16\x03\x01\x02", "400"},
             {"GET / HTTP/1.1\r\nHost : x\r\n\r\n", "400"},
             {"GET /\r\n\r\n", "400"},
             {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", "400"},
             {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na", "400"},
             {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"}}) {
      const auto got = Client(port).send(request).read_until();
      EXPECT_TRUE(got.starts_with("HTTP/1.1 " + status)) << request.substr(0, 60) << "\n" << got;
      EXPECT_TRUE(got.ends_with("(closed)")) << got;
    }
  });
}

TEST(HttpServer, ASlowPeerIsCutOffHoweverItTrickles) {
  EchoSite site;
  with_server(quick(), site, [](unsigned short port) {
    const auto started = std::chrono::steady_clock::now();
    Client trickling(port), silent(port), half_body(port);
    half_body.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");
    std::thread drip([&] {
      for (int i = 0; i < 40; ++i) {
        trickling.send(i == 0 ? "GET / HTTP/1.1\r\nA: " : "a");
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
      }
    });
    EXPECT_TRUE(silent.read_until().ends_with("(closed)"));
    EXPECT_TRUE(half_body.read_until().starts_with("HTTP/1.1 408"));
    drip.join();
    EXPECT_TRUE(trickling.read_until().starts_with("HTTP/1.1 408"));
    EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds(4));
  });
}

TEST(HttpServer, TooManyConnectionsAreToldSo) {
  EchoSite site;
  HttpLimits limits;
  limits.requests_max = 2;
  with_server(limits, site, [](unsigned short port) {
    Client first(port), second(port);
    EXPECT_NE(first.send(k_get).read_until("GET /a ").find("200"), std::string::npos);
    EXPECT_NE(second.send(k_get).read_until("GET /a ").find("200"), std::string::npos);
    EXPECT_TRUE(Client(port).send(k_get).read_until("\r\n\r\n").starts_with("HTTP/1.1 503"));
    // An open WebSocket is not one of them.
    first.upgrade();
    EXPECT_NE(first.read_until("\r\n\r\n").find("101"), std::string::npos);
    EXPECT_NE(Client(port).send(k_get).read_until("GET /a ").find("200"), std::string::npos);
  });
}

TEST(HttpServer, AWebSocketCarriesMessagesBothWays) {
  EchoSite site;
  with_server(quick(), site, [](unsigned short port) {
    Client client(port);
    const auto head = client.upgrade().read_until("\r\n\r\n");
    EXPECT_NE(head.find("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), std::string::npos) << head;
    EXPECT_NE(head.find("Sec-WebSocket-Protocol: plumb"), std::string::npos) << head;
    EXPECT_EQ(client.frame(0x81, "hello").read_until("hello"), "\x81\x05hello");
    EXPECT_EQ(client.frame(0x01, "hel").frame(0x80, "lo").read_until("hello"), "\x81\x05hello");
    EXPECT_EQ(client.frame(0x89, "p").read_until("p"), "\x8a\x01p");   // ping, pong
    std::this_thread::sleep_for(std::chrono::milliseconds(500));     // longer than any request may idle
    EXPECT_EQ(client.frame(0x81, "still").read_until("still"), "\x81\x05still");
    const auto end = client.frame(0x81, "bye").read_until();
    EXPECT_TRUE(end.starts_with("\x81\x04last\x88")) << end;
  });
}

TEST(HttpServer, AWebSocketEndsOnWhatItDoesNotTake) {
  EchoSite site;
  with_server(quick(), site, [](unsigned short port) {
    const auto closed_with = [&](unsigned char first, const std::string& payload) {
      Client client(port);
      client.upgrade().read_until("\r\n\r\n");
      const auto got = client.frame(first, payload).read_until();
      return got.size() >= 4 && got[0] == '\x88' ? static_cast<unsigned char>(got[2]) * 256 + static_cast<unsigned char>(got[3]) : -1;
    };
    EXPECT_EQ(closed_with(0x82, "binary"), 1003);
    EXPECT_EQ(closed_with(0x81, "\xff\xfe"), 1007);
    EXPECT_EQ(closed_with(0x81, std::string(5000, 'a')), 1009);
    EXPECT_EQ(closed_with(0xf1, "reserved bits"), 1002);
    EXPECT_EQ(closed_with(0x83, "no such opcode"), 1002);
  });
}

TEST(HttpServer, ARefusedUpgradeIsAnHttpAnswer) {
  EchoSite site;
  with_server(quick(), site, [](unsigned short port) {
    Client client(port);
    client.send("GET /no HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    EXPECT_TRUE(client.read_until("\r\n\r\n").starts_with("HTTP/1.1 403"));
  });
}

TEST(HttpServer, WhoDoesNotReadIsCutOff) {
  EchoSite site;
  HttpLimits limits = quick();
  limits.socket.queue_max = 4 << 20;
  with_server(limits, site, [](unsigned short port) {
    Client client(port);
    client.upgrade().read_until("\r\n\r\n");
    client.frame(0x81, "flood");   // 16 MiB
    std::this_thread::sleep_for(std::chrono::milliseconds(2500));
    const auto got = client.read_until();
    EXPECT_LT(got.size(), std::size_t{12} << 20);
    EXPECT_FALSE(got.ends_with("(timeout)"));
  });
}

TEST(HttpServer, WhoReadsSlowlyGetsAllAndTheUserIsToldOfRoom) {
  EchoSite site;
  with_server(quick(), site, [](unsigned short port) {
    Client client(port);
    client.upgrade().read_until("\r\n\r\n");
    client.frame(0x81, "flood");
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    const auto got = client.frame(0x81, "end").read_until("\x81\x03" "end");
    EXPECT_GT(got.size(), std::size_t{16} << 20);
  });
  EXPECT_GE(site.rooms, 1U);
}

TEST(HttpServer, ClosingTellsThePages) {
  EchoSite site;
  std::unique_ptr<Client> client, waiting;
  HttpLimits limits;
  limits.idle_time = io::Millis(60000);
  with_server(limits, site, [&](unsigned short port) {
    client = std::make_unique<Client>(port);
    client->upgrade().read_until("\r\n\r\n");
    waiting = std::make_unique<Client>(port);
    waiting->send(k_get).read_until("GET /a ");
  });
  EXPECT_EQ(waiting->read_until(), " (closed)");   // a browser that keeps its connection does not hold the end up
  const auto got = client->read_until();
  ASSERT_GE(got.size(), 4U);
  EXPECT_EQ(got.substr(0, 1), "\x88");
  EXPECT_EQ(static_cast<unsigned char>(got[2]) * 256 + static_cast<unsigned char>(got[3]), 1001);
}

TEST(HttpServer, ATakenPortIsSaid) {
  EchoSite site;
  io::Loop loop;
  auto first = HttpServer::listen(loop, {}, {}, site, nullptr);
  ASSERT_TRUE(first);
  auto second = HttpServer::listen(loop, {"127.0.0.1", (*first)->port()}, {}, site, nullptr);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, base::Code::exists);
  auto nowhere = HttpServer::listen(loop, {"example", 0}, {}, site, nullptr);
  ASSERT_FALSE(nowhere);
  EXPECT_EQ(nowhere.error().code, base::Code::invalid);
  const auto close = [](HttpServer& http) -> io::Task<> { co_await http.close(); };
  loop.run(close(**first));
}

}  // namespace
}  // namespace server
