// The HTTP server. A connection is one coroutine: request, answer, request, ..., until the peer goes, is too slow, or
// asks for a WebSocket; then the same coroutine reads the messages. What is sent on a WebSocket is queued, and a coroutine
// writes the queue for as long as there is something in it: an idle page costs a socket and two small objects, no
// timer, and wakes nobody.
//
// Slow peers: each stage has a deadline, that of the head from its first byte on however the bytes trickle.

#include "http.h"

#include <sys/socket.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/version.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <boost/beast/zlib/inflate_stream.hpp>

#include <cerrno>
#include <ctime>
#include <deque>
#include <set>

#include "deadline.h"
#include "stream_body.h"

namespace server {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace websocket = boost::beast::websocket;

namespace {

using boost::system::error_code;
using WebSocketStream = websocket::stream<StreamSocket, false>;

constexpr auto k_as_tuple = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t k_linger_max = std::size_t{256} << 10;
constexpr io::Millis k_linger_time{1000}, k_close_time{2000}, k_remote_idle{90000};

std::string http_date() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  ::gmtime_r(&now, &parts);
  char text[64];
  const auto size = std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return {text, size};
}

/// `length` -1: as long as the connection.
std::string head_of(const Response& response, std::int64_t length, bool keep) {
  std::string head = "HTTP/1.1 " + std::to_string(response.status) + " ";
  const auto reason = http::obsolete_reason(static_cast<http::status>(response.status));
  head.append(reason.data(), reason.size());
  head += "\r\nDate: " + http_date() + "\r\n";
  for (const auto& [name, value] : response.headers) head += name + ": " + value + "\r\n";
  if (response.status != 304 && length >= 0) head += "Content-Length: " + std::to_string(length) + "\r\n";
  head += keep ? "\r\n" : "Connection: close\r\n\r\n";
  return head;
}

Request to_request(const http::request<http::string_body>& in) {
  Request out;
  out.method.assign(in.method_string().data(), in.method_string().size());
  out.target.assign(in.target().data(), in.target().size());
  for (const auto& field : in)
    out.headers.emplace_back(std::string(field.name_string().data(), field.name_string().size()),
                             std::string(field.value().data(), field.value().size()));
  out.body = in.body();
  out.upgrade = websocket::is_upgrade(in);
  return out;
}

/// What to tell a peer whose request could not be read; 0 = nothing: it has gone.
int status_of(const error_code& error, bool late) {
  if (late) return 408;
  if (error == http::error::header_limit || error == http::error::buffer_overflow) return 431;
  if (error == http::error::body_limit) return 413;
  if (error.category() != http::make_error_code(http::error::bad_method).category()) return 0;
  return error == http::error::end_of_stream || error == http::error::partial_message ? 0 : 400;
}

class Server;

/// A WebSocket. Its reader holds it; the writer and whoever sends hold it too, so that nothing of it goes before they know.
class BeastSocket final : public Socket, public std::enable_shared_from_this<BeastSocket> {
 public:
  BeastSocket(Server& server, StreamSocket stream, SocketLimits limits)
      : server_(server), stream_(std::move(stream)), limits_(limits), deadline_(stream_.get_executor(), [this] { cut_off(); }) {}

  io::Task<> run(http::request<http::string_body> request, Upgrade upgrade, bool remote);

  void send(std::string text) override {
    if (!open_ || closing_) return;
    waiting_ += text.size();
    queue_.push_back(std::move(text));
    if (waiting_ > limits_.room) was_full_ = true;
    if (waiting_ > limits_.queue_max) return close_slow();
    start_writing();
  }

  void close(int code, std::string why) override {
    if (!open_ || closing_) return;
    closing_ = true;
    reason_ = websocket::close_reason(static_cast<websocket::close_code>(code), why);
    start_writing();
  }

  [[nodiscard]] std::size_t waiting() const override { return waiting_; }

 private:
  io::Task<bool> shake_hands(const http::request<http::string_body>& request, const Upgrade& upgrade, bool remote);
  io::Task<> read_messages();
  io::Task<> write_queue();
  void start_writing();

  /// The peer does not read: it is told, if it ever reads again, and cut off soon.
  void close_slow() {
    queue_.clear();
    waiting_ = 0;
    if (writing_) deadline_.set(k_close_time);
    close(1008, "not read for too long: connect again and subscribe from your last event");
  }
  void cut_off() {
    error_code ignored;
    stream_.next_layer().close(ignored);
  }

  Server& server_;
  WebSocketStream stream_;
  SocketLimits limits_;
  Deadline deadline_;
  std::unique_ptr<SocketUser> user_;
  std::deque<std::string> queue_;
  std::size_t waiting_ = 0;
  bool open_ = false, writing_ = false, closing_ = false, was_full_ = false;
  websocket::close_reason reason_;
};

struct Connection {
  Connection(StreamSocket s, bool is_remote)
      : stream(std::move(s)), remote(is_remote), deadline(stream.get_executor(), [this] {
          error_code ignored;
          stream.cancel(ignored);
        }) {}
  StreamSocket stream;
  bool remote;
  Deadline deadline;
  beast::flat_buffer buffer;
};

class Server final : public HttpServer {
 public:
  Server(io::Loop& loop, HttpLimits limits, Site& site, std::shared_ptr<Tls> tls)
      : acceptor_(io::executor_of(loop)), limits_(limits), site_(site), tls_(std::move(tls)), scope_(loop) {}

  base::Result<> listen_at(const Where& where);
  void start() { scope_.spawn(accept_all()); }

  [[nodiscard]] unsigned short port() const override { return port_; }
  [[nodiscard]] std::size_t sockets() const override { return sockets_.size(); }
  io::Task<> close() override;

  io::Scope& scope() { return scope_; }
  void add(BeastSocket* socket) { sockets_.insert(socket); }
  void remove(BeastSocket* socket) { sockets_.erase(socket); }

 private:
  io::Task<> accept_all();
  void take(asio::ip::tcp::socket socket);
  io::Task<> refuse(StreamSocket stream);
  io::Task<> serve(StreamSocket stream, bool remote);
  io::Task<bool> serve_one(Connection& connection, bool first);
  io::Task<bool> read_request(Connection& connection, http::request_parser<http::string_body>& parser, bool first);
  io::Task<bool> write(Connection& connection, const Response& response, bool with_body, bool keep);
  io::Task<> stream(Connection& connection, Response response);
  io::Task<> open_socket(Connection& connection, http::request<http::string_body> request, Upgrade upgrade);
  io::Task<base::Result<>> ended();

  asio::ip::tcp::acceptor acceptor_;
  HttpLimits limits_;
  Site& site_;
  std::shared_ptr<Tls> tls_;
  unsigned short port_ = 0;
  std::size_t requests_ = 0;
  bool closing_ = false;
  std::set<BeastSocket*> sockets_;
  std::set<Connection*> idle_;   // between requests
  std::set<std::shared_ptr<StreamBody>> streams_;
  io::Scope scope_;
};

// ---- listening ----

base::Result<> Server::listen_at(const Where& where) {
  error_code error;
  const auto address = asio::ip::make_address(where.address, error);
  if (error) return base::fail(base::Code::invalid, "no IP address: " + where.address);
  const asio::ip::tcp::endpoint endpoint(address, where.port);
  acceptor_.open(endpoint.protocol(), error);
  if (!error) acceptor_.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) acceptor_.bind(endpoint, error);
  if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
  if (error) {
    const std::string at = where.address + " port " + std::to_string(where.port);
    if (error == asio::error::address_in_use)
      return base::fail(base::Code::exists, "another program listens at " + at + ": choose another port, or 0 for any");
    return base::fail_errno("cannot listen at " + at, error.value());
  }
  port_ = acceptor_.local_endpoint(error).port();
  return {};
}

io::Task<> Server::accept_all() {
  while (!closing_) {
    const bool cancelled = co_await io::is_cancelled();
    if (cancelled) co_return;
    auto [error, socket] = co_await acceptor_.async_accept(k_as_tuple);
    if (!error) {
      take(std::move(socket));
    } else if (error == asio::error::operation_aborted || error == asio::error::bad_descriptor) {
      co_return;
    } else {   // no descriptors or no memory left: it can get better
      const auto slept = co_await io::sleep(io::Millis(100));
      if (!slept) co_return;
    }
  }
}

void Server::take(asio::ip::tcp::socket socket) {
  error_code error;
  socket.set_option(asio::ip::tcp::no_delay(true), error);
  const auto peer = socket.remote_endpoint(error);
  if (error) return;   // it has gone
  const bool remote = !peer.address().is_loopback();
  StreamSocket stream(std::move(socket));
  if (requests_ >= limits_.requests_max && !tls_) return scope_.spawn(refuse(std::move(stream)));
  if (requests_ >= limits_.requests_max) return;
  if (tls_) {
    int ends[2] = {-1, -1};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return;
    const asio::generic::stream_protocol local(AF_UNIX, 0);
    StreamSocket inside(acceptor_.get_executor(), local, ends[0]);
    StreamSocket served(acceptor_.get_executor(), local, ends[1]);
    scope_.spawn(tls_->carry(std::move(stream), std::move(inside)));
    stream = std::move(served);
  }
  ++requests_;
  scope_.spawn(serve(std::move(stream), remote));
}

// ---- requests ----

io::Task<> Server::refuse(StreamSocket stream) {
  Connection connection(std::move(stream), false);
  const auto response = site_.error(503);
  co_await write(connection, response, true, false);
}

io::Task<> Server::serve(StreamSocket stream, bool remote) {
  Connection connection(std::move(stream), remote);
  bool first = true, more = true;
  while (more && !closing_) {
    more = co_await serve_one(connection, first);
    first = false;
  }
  connection.deadline.clear();
  --requests_;
  if (!connection.stream.is_open() || closing_) co_return;
  // Closed with bytes unread, a connection is reset, and the peer may lose the answer.
  error_code ignored;
  connection.stream.shutdown(asio::socket_base::shutdown_send, ignored);
  connection.deadline.set(k_linger_time);
  connection.buffer.clear();
  for (std::size_t read = 0; read < k_linger_max;) {
    const auto [error, size] = co_await connection.stream.async_read_some(connection.buffer.prepare(4096), k_as_tuple);
    if (error) break;
    read += size;
  }
}

io::Task<bool> Server::read_request(Connection& connection, http::request_parser<http::string_body>& parser, bool first) {
  parser.header_limit(static_cast<std::uint32_t>(limits_.head_max));
  parser.body_limit(limits_.body_max);
  error_code error;
  if (connection.buffer.size() == 0) {
    connection.deadline.set(first ? limits_.head_time : limits_.idle_time);
    idle_.insert(&connection);
    const auto [failed, size] = co_await connection.stream.async_read_some(connection.buffer.prepare(4096), k_as_tuple);
    idle_.erase(&connection);
    if (failed) co_return false;   // nothing was asked, so nothing is answered
    connection.buffer.commit(size);
  }
  connection.deadline.set(limits_.head_time);
  std::tie(error, std::ignore) = co_await http::async_read_header(connection.stream, connection.buffer, parser, k_as_tuple);
  if (!error && !parser.is_done()) {
    connection.deadline.set(limits_.head_time);
    std::tie(error, std::ignore) = co_await http::async_read(connection.stream, connection.buffer, parser, k_as_tuple);
  }
  const int status = error ? status_of(error, connection.deadline.late()) : 0;
  if (status != 0) {
    const auto response = site_.error(status);
    co_await write(connection, response, true, false);
  }
  co_return !error;
}

/// False when the connection is over.
io::Task<bool> Server::serve_one(Connection& connection, bool first) {
  http::request_parser<http::string_body> parser;
  const bool whole = co_await read_request(connection, parser, first);
  if (!whole) co_return false;
  connection.deadline.clear();
  auto message = parser.release();
  const Request request = to_request(message);
  const bool keep = message.keep_alive() && !closing_;
  Response response;
  if (request.upgrade) {
    auto upgrade = site_.upgrade(request);
    if (upgrade.open && sockets_.size() < limits_.sockets_max) {
      co_await open_socket(connection, std::move(message), std::move(upgrade));
      co_return false;
    }
    response = upgrade.open ? site_.error(503) : std::move(upgrade.refused);
  } else {
    response = site_.answer(request);
  }
  if (response.stream) {
    co_await stream(connection, std::move(response));
    co_return false;
  }
  const bool written = co_await write(connection, response, request.method != "HEAD", keep);
  co_return written && keep;
}

io::Task<> Server::stream(Connection& connection, Response response) {
  const auto body = std::make_shared<StreamBody>(connection.stream.get_executor(), limits_.socket.queue_max);
  streams_.insert(body);
  response.stream(body);
  co_await body->carry(connection.stream, head_of(response, -1, false), limits_.write_time);
  streams_.erase(body);
}

io::Task<bool> Server::write(Connection& connection, const Response& response, bool with_body, bool keep) {
  const std::string_view body = response.fixed.empty() ? std::string_view(response.body) : response.fixed;
  const std::string head = head_of(response, static_cast<std::int64_t>(body.size()), keep);
  const std::array<asio::const_buffer, 2> buffers = {asio::buffer(head), asio::buffer(body.data(), with_body ? body.size() : 0)};
  connection.deadline.set(limits_.write_time);
  const auto [error, size] = co_await asio::async_write(connection.stream, buffers, k_as_tuple);
  co_return !error;
}

io::Task<> Server::open_socket(Connection& connection, http::request<http::string_body> request, Upgrade upgrade) {
  const auto socket = std::make_shared<BeastSocket>(*this, std::move(connection.stream), limits_.socket);
  connection.buffer = beast::flat_buffer();   // a client says nothing before the handshake is answered
  --requests_;
  add(socket.get());
  co_await socket->run(std::move(request), std::move(upgrade), connection.remote);
  remove(socket.get());
  ++requests_;   // serve() counts it off
}

// ---- the end ----

io::Task<base::Result<>> Server::ended() {
  co_await scope_.wait();
  co_return base::Result<>();
}

io::Task<> Server::close() {
  closing_ = true;
  error_code ignored;
  acceptor_.close(ignored);
  for (Connection* connection : idle_) connection->stream.cancel(ignored);
  for (BeastSocket* socket : sockets_) socket->close(1001, "the server ends");
  for (const auto& body : streams_) body->end();
  // What is not done in time is cancelled.
  const auto done = co_await io::within(k_close_time, "closing the server", ended());
  if (!done) co_await scope_.wait();
}

// ---- WebSocket ----

io::Task<bool> BeastSocket::shake_hands(const http::request<http::string_body>& request, const Upgrade& upgrade, bool remote) {
  websocket::stream_base::timeout timeout{k_close_time, websocket::stream_base::none(), false};
  if (remote) {   // a network can lose a peer without a word
    timeout.idle_timeout = k_remote_idle;
    timeout.keep_alive_pings = true;
  }
  stream_.set_option(timeout);
  stream_.set_option(websocket::stream_base::decorator([&upgrade](websocket::response_type& response) {
    if (!upgrade.protocol.empty()) response.set(http::field::sec_websocket_protocol, upgrade.protocol);
    response.set(http::field::server, "plumb");
  }));
  stream_.read_message_max(upgrade.message_max);
  stream_.auto_fragment(false);
  stream_.text(true);
  const auto [error] = co_await stream_.async_accept(request, k_as_tuple);
  stream_.set_option(websocket::stream_base::decorator([](websocket::response_type&) {}));   // `upgrade` goes
  co_return !error;
}

io::Task<> BeastSocket::run(http::request<http::string_body> request, Upgrade upgrade, bool remote) {
  const auto self = shared_from_this();
  const bool accepted = co_await shake_hands(request, upgrade, remote);
  if (!accepted) co_return;
  open_ = true;
  user_ = upgrade.open(self);
  request = {};
  co_await read_messages();
  open_ = false;
  user_.reset();
  queue_.clear();
  deadline_.clear();
  cut_off();
}

io::Task<> BeastSocket::read_messages() {
  beast::flat_buffer buffer;
  for (;;) {
    const bool cancelled = co_await io::is_cancelled();
    if (cancelled) co_return;
    const auto [error, size] = co_await stream_.async_read(buffer, k_as_tuple);
    if (error) co_return;
    if (!stream_.got_text()) {
      close(1003, "text messages only");
    } else if (!closing_) {
      user_->on_message({static_cast<const char*>(buffer.data().data()), buffer.size()});
    }
    buffer.consume(buffer.size());
    if (buffer.capacity() > std::size_t{64} << 10) buffer = beast::flat_buffer();
  }
}

void BeastSocket::start_writing() {
  if (writing_) return;
  writing_ = true;
  server_.scope().spawn(write_queue());
}

io::Task<> BeastSocket::write_queue() {
  const auto self = shared_from_this();
  error_code error;
  while (open_ && !queue_.empty() && !error) {
    const std::string text = std::move(queue_.front());
    queue_.pop_front();
    deadline_.set(limits_.stall);
    std::tie(error, std::ignore) = co_await stream_.async_write(asio::buffer(text), k_as_tuple);
    deadline_.clear();
    waiting_ -= std::min(waiting_, text.size());
    if (was_full_ && waiting_ < limits_.room && open_ && !closing_) {
      was_full_ = false;
      user_->on_room();
    }
  }
  if (open_ && closing_ && !error) {
    deadline_.set(k_close_time);
    std::tie(error) = co_await stream_.async_close(reason_, k_as_tuple);
    deadline_.clear();
  }
  if (error) cut_off();
  writing_ = false;
}

}  // namespace

base::Result<std::unique_ptr<HttpServer>> HttpServer::listen(io::Loop& loop, Where where, HttpLimits limits, Site& site,
                                                             std::shared_ptr<Tls> tls) {
  auto server = std::make_unique<Server>(loop, limits, site, std::move(tls));
  const auto listening = server->listen_at(where);
  if (!listening) return base::fail(listening.error());
  server->start();
  return server;
}

std::string gunzip(std::string_view packed, std::size_t limit) {
  constexpr std::size_t k_head = 10, k_tail = 8;   // gzip -n: no name, no comment
  if (packed.size() < k_head + k_tail || packed[3] != 0) return "";
  std::string out;
  std::string chunk(std::size_t{64} << 10, '\0');
  beast::zlib::inflate_stream stream;
  beast::zlib::z_params at{};
  at.next_in = packed.data() + k_head;
  at.avail_in = packed.size() - k_head - k_tail;
  error_code error;
  while (!error && out.size() <= limit) {
    at.next_out = chunk.data();
    at.avail_out = chunk.size();
    stream.write(at, beast::zlib::Flush::sync, error);
    out.append(chunk, 0, chunk.size() - at.avail_out);
  }
  return error == beast::zlib::error::end_of_stream && out.size() <= limit ? out : "";
}

}  // namespace server
