// The life of a connection: ask (read what the command wants) -> judge (rules) -> dial -> pass.
//
// Passing is two pumps, each with one buffer, so that a slow reader slows its writer, and a watch that
// ends what has been idle for too long. The pump to the server begins with a look at the client's first
// bytes: a name was asked for, and behind one address many names may live. TLS says in its ClientHello
// which one it means, HTTP in its Host header: it must be the one that was asked for. On port 80 only
// these two are spoken, and HTTP as one request a connection, written anew by us; on other ports what is
// not TLS passes as it is.
//
// Bytes from the server are not looked at, and never wait for the client: in some protocols the server
// speaks first.
#include "broker_connection.h"

#include <fmt/format.h>

#include <utility>

#include "base/ids.h"
#include "base/try.h"
#include "tls_hello.h"

namespace sandbox {
namespace {

using base::Code;
using base::Result;

constexpr std::size_t k_buffer = std::size_t{32} << 10;
constexpr std::string_view k_tls_denied("\x15\x03\x01\x00\x02\x02\x31", 7);   // fatal alert: access denied

class Connection {
 public:
  Connection(std::shared_ptr<BrokerState> state, Stream client)
      : state_(std::move(state)), client_(std::move(client)), server_(client_.get_executor()) {}

  io::Task<> run() {
    auto asked = co_await io::within(limits().head_limit, "the request", ask());
    if (asked) asked = co_await open();
    if (asked) co_await pass();
    else co_await refuse(std::move(asked).error());
    if (has_spoken_ && state_->on_passage) state_->on_passage(passage_);
    co_await end_politely(client_);
  }

 private:
  enum class Speaks : std::uint8_t { nothing, socks, tunnel, http };

  [[nodiscard]] const BrokerSeams& limits() const { return state_->policy.seams; }

  // ---- ask ----

  /// More bytes of the client into seen_. Fails with protocol at its end.
  io::Task<Result<>> read_more() {
    CO_TRY(const auto size, co_await read_some(client_, seen_, k_buffer));
    if (size == 0) co_return base::fail(Code::protocol, "it ended in the middle of its request");
    has_spoken_ = true;
    touched();
    co_return Result<>();
  }

  io::Task<Result<>> ask() {
    CO_TRY_DO(co_await read_more());
    const char first = seen_.front();
    if (first == 5) co_return co_await ask_socks();
    const bool is_letter = (first >= 'A' && first <= 'Z') || (first >= 'a' && first <= 'z');
    if (is_letter) co_return co_await ask_http();
    co_return base::fail(Code::invalid, "it speaks neither HTTP nor SOCKS5");
  }

  io::Task<Result<>> ask_socks() {
    auto greeting = read_socks_greeting(seen_);
    while (greeting.size == 0) {
      CO_TRY_DO(co_await read_more());
      greeting = read_socks_greeting(seen_);
    }
    seen_.erase(0, greeting.size);
    const std::string method = socks_method(greeting.without_password);
    CO_TRY_DO(co_await write_all(client_, method));
    if (!greeting.without_password)
      co_return base::fail(Code::invalid, "it offers SOCKS5 with a password only; none is needed");
    speaks_ = Speaks::socks;
    auto request = read_socks_request(seen_);
    while (request.size == 0) {
      CO_TRY_DO(co_await read_more());
      request = read_socks_request(seen_);
    }
    seen_.erase(0, request.size);
    passage_.host = shown(request.host);
    passage_.port = request.port;
    socks_problem_ = request.problem;
    if (request.problem != SocksReply::ok)
      co_return base::fail(Code::unsupported, "SOCKS5 of another kind than CONNECT to a name or an address");
    if (request.port == 0) co_return base::fail(Code::invalid, "port 0 is none");
    CO_TRY(auto host, parse_host(request.host));
    to_.host = std::move(host);
    to_.port = request.port;
    co_return Result<>();
  }

  /// A whole head from the front of seen_; on failure status_ is the answer.
  io::Task<Result<HttpHead>> read_head() {
    auto read = read_http_head(seen_);
    while (!read.head && read.status == 0) {
      CO_TRY_DO(co_await read_more());
      read = read_http_head(seen_);
    }
    status_ = read.status;
    if (!read.head) co_return base::fail(Code::invalid, std::string(read.why));
    seen_.erase(0, read.size);
    co_return std::move(*read.head);
  }

  io::Task<Result<>> ask_http() {
    speaks_ = Speaks::http;
    CO_TRY(const auto head, co_await read_head());
    passage_.host = shown(head.target);
    if (head.method == "CONNECT") {
      speaks_ = Speaks::tunnel;
      CO_TRY(to_, connect_target(head));
    } else {
      CO_TRY(forward_, forward_http(head, nullptr));
      to_ = forward_.to;
    }
    co_return Result<>();
  }

  // ---- judge and dial ----

  io::Task<Result<>> open() {
    passage_.host = to_.host.name;
    passage_.port = *to_.port;
    if (!state_->policy.rules.allows(to_.host, *to_.port))
      co_return base::fail(Code::denied, fmt::format("{} is not an allowed host: to allow it, add \"{}\" to the allowed hosts",
                                                     to_.host.with_port(*to_.port), rule_for(to_.host, *to_.port)));
    CO_TRY(server_, co_await dial(state_->policy, *state_->lookups, to_));
    passage_.allowed = true;
    co_return Result<>();
  }

  // ---- refuse ----

  static SocksReply reply_of(const base::Error& error) {
    switch (error.code) {
      case Code::denied: case Code::invalid: return SocksReply::not_allowed;
      case Code::not_found: case Code::timeout: return SocksReply::host_unreachable;
      case Code::unavailable: return SocksReply::refused;
      default: return SocksReply::failed;
    }
  }
  static int status_of(const base::Error& error) {
    switch (error.code) {
      case Code::denied: return 403;
      case Code::invalid: return 400;
      case Code::unsupported: return 501;
      case Code::timeout: return 504;
      default: return 502;
    }
  }

  /// The error in the words of the protocol, and the end. For a connection that nothing was passed for.
  io::Task<> refuse(base::Error error) {
    passage_.why = error.what;
    // The rules let it in, the network did not: that is no refusal.
    passage_.allowed = is_of_network(error) && to_.port.has_value();
    if (error.code == Code::cancelled || error.code == Code::protocol) {
      close_now(client_);
      co_return;
    }
    std::string answer;
    if (speaks_ == Speaks::socks) answer = socks_reply(socks_problem_ == SocksReply::ok ? reply_of(error) : socks_problem_);
    else if (speaks_ != Speaks::nothing) answer = http_answer(status_ != 0 ? status_ : status_of(error), error.what);
    if (!answer.empty()) (void)co_await io::within(limits().head_limit, "an answer", write_all(client_, answer));
  }
  static bool is_of_network(const base::Error& error) {
    return error.code == Code::not_found || error.code == Code::unavailable || error.code == Code::timeout;
  }

  // ---- pass ----

  void touched() { last_ms_ = base::steady_ms(); }

  void end_both() {
    over_ = true;
    close_now(client_);
    close_now(server_);
  }

  io::Task<> pass() {
    touched();
    std::string answer;
    if (speaks_ == Speaks::socks) answer = socks_reply(SocksReply::ok);
    if (speaks_ == Speaks::tunnel) answer = "HTTP/1.1 200 Connection established\r\n\r\n";
    const auto answered = co_await write_all(client_, answer);
    if (!answered) {
      passage_.why = answered.error().what;
      end_both();
      co_return;
    }
    io::CancelSource ended;
    std::vector<io::Task<>> tasks;
    tasks.push_back(pump_both(ended));
    tasks.push_back(io::cancellable(ended, watch()));
    co_await io::all(std::move(tasks));
  }

  io::Task<> pump_both(io::CancelSource& ended) {
    std::vector<io::Task<>> pumps;
    pumps.push_back(pump_out());
    pumps.push_back(pump_in());
    co_await io::all(std::move(pumps));
    close_now(server_);
    ended.cancel();
  }

  io::Task<> watch() {
    while (true) {
      const io::Millis left(last_ms_ + limits().idle_limit.count() - base::steady_ms());
      if (left.count() <= 0) break;
      const auto slept = co_await io::sleep(left);
      if (!slept) co_return;
    }
    passage_.why = "it was idle for too long";
    end_both();
  }

  /// From the server to the client.
  io::Task<> pump_in() {
    std::string bytes;
    while (true) {
      bytes.clear();
      const auto size = co_await read_some(server_, bytes, k_buffer);
      if (over_) co_return;
      if (!size) break;
      touched();
      if (*size == 0) {
        boost::system::error_code ignored;   // the client may have gone
        client_.shutdown(Stream::shutdown_send, ignored);
        if (!is_one_request_) co_return;
        over_ = true;   // after the one answer nothing more is wanted of the client
        client_.cancel(ignored);
        close_now(server_);
        co_return;
      }
      passage_.bytes_in += *size;
      const auto written = co_await write_all(client_, bytes);
      if (over_) co_return;
      if (!written) break;
      touched();
    }
    end_both();   // one side broke off: so must the other
  }

  /// From the client to the server.
  io::Task<> pump_out() {
    auto looked = co_await look();
    if (over_) co_return;
    if (!looked) {
      co_await stop_for(std::move(looked).error());
      co_return;
    }
    if (!is_one_request_) co_await pump_rest();
    else co_await await_end();
  }

  io::Task<Result<>> send(std::string_view bytes) {
    CO_TRY_DO(co_await write_all(server_, bytes));
    passage_.bytes_out += bytes.size();
    touched();
    co_return Result<>();
  }

  /// The bytes in seen_, and all that follow.
  io::Task<> pump_rest() {
    while (true) {
      if (!seen_.empty()) {
        const auto sent = co_await send(seen_);
        if (over_) co_return;
        if (!sent) break;
        seen_.clear();
      }
      const auto size = co_await read_some(client_, seen_, k_buffer);
      if (over_) co_return;
      if (!size) break;
      touched();
      if (*size != 0) continue;
      tell_server_the_end();
      co_return;
    }
    end_both();
  }

  void tell_server_the_end() {
    boost::system::error_code ignored;   // the server may have gone
    server_.shutdown(Stream::shutdown_send, ignored);
  }

  /// After the one request. A client that begins another one has read its answer.
  io::Task<> await_end() {
    if (seen_.empty()) {
      const auto size = co_await read_some(client_, seen_, k_buffer);
      if (over_) co_return;
      if (!size) end_both();
      else if (*size == 0) tell_server_the_end();
      if (!size || *size == 0) co_return;
    }
    if (passage_.bytes_in > 0) end_both();
  }

  /// Ends a connection that was opened and must not go on.
  io::Task<> stop_for(base::Error error) {
    over_ = true;
    close_now(server_);
    if (error.code == Code::protocol || error.code == Code::cancelled || error.code == Code::unavailable) {
      // It ended by itself.
      passage_.why = error.what;
      close_now(client_);
      co_return;
    }
    passage_.allowed = false;
    passage_.why = error.what;
    // Words of ours must not stand in the middle of the server's.
    std::string answer;
    if (passage_.bytes_in == 0 && is_one_request_) answer = http_answer(status_ != 0 ? status_ : status_of(error), error.what);
    else if (passage_.bytes_in == 0 && is_tls_) answer = k_tls_denied;
    if (!answer.empty()) (void)co_await io::within(limits().head_limit, "an answer", write_all(client_, answer));
  }

  // ---- look ----

  /// Judges the client's first bytes. A request of HTTP has been sent when this returns.
  io::Task<Result<>> look() {
    if (speaks_ == Speaks::http) {
      is_one_request_ = true;
      co_return co_await send_request();
    }
    if (seen_.empty()) {
      CO_TRY(const auto size, co_await read_some(client_, seen_, k_buffer));
      touched();
      if (size == 0) co_return Result<>();   // pump_rest will meet its end again
    }
    is_tls_ = read_tls_hello(seen_).state != TlsHello::State::not_tls;
    if (is_tls_) co_return co_await io::within(limits().head_limit, "the TLS hello", look_at_hello());
    if (*to_.port != limits().http_port) co_return Result<>();
    is_one_request_ = true;
    CO_TRY(const auto head, co_await io::within(limits().head_limit, "the request", read_head()));
    CO_TRY(forward_, forward_http(head, &to_));
    co_return co_await send_request();
  }

  io::Task<Result<>> look_at_hello() {
    auto hello = read_tls_hello(seen_);
    while (hello.state == TlsHello::State::more) {
      CO_TRY_DO(co_await read_more());
      hello = read_tls_hello(seen_);
    }
    co_return judge(hello);
  }

  [[nodiscard]] Result<> judge(const TlsHello& hello) const {
    const auto& asked = to_.host.name;
    if (hello.state == TlsHello::State::bad) return base::fail(Code::invalid, "not passed on: " + std::string(hello.why));
    if (hello.hides_another)
      return base::fail(Code::denied, "its TLS hello hides a second server name (ECH): switch that off in the client");
    if (hello.server_name.empty()) {
      if (to_.host.address) return {};   // addresses are not named in TLS
      return base::fail(Code::denied, "its TLS hello names no server, so that " + asked + " cannot be recognised");
    }
    const auto named = parse_host(hello.server_name);
    if (named && *named == to_.host) return {};
    return base::fail(Code::denied, fmt::format("its TLS hello names {}, but {} was asked for",
                                                shown(hello.server_name), asked));
  }

  io::Task<Result<>> send_request() {
    CO_TRY_DO(co_await send(forward_.head));
    HttpChunks chunks;
    std::uint64_t left = forward_.body.length;
    while (forward_.body.is_chunked ? !chunks.is_done() : left > 0) {
      if (seen_.empty()) CO_TRY_DO(co_await read_more());
      std::string out;
      std::size_t size = std::min<std::uint64_t>(left, seen_.size());
      if (forward_.body.is_chunked) {
        size = chunks.feed(seen_, out);
      } else {
        out = seen_.substr(0, size);
        left -= size;
      }
      seen_.erase(0, size);
      if (chunks.is_bad()) co_return base::fail(Code::invalid, "its chunked body is damaged");
      CO_TRY_DO(co_await send(out));
    }
    co_return Result<>();
  }

  std::shared_ptr<BrokerState> state_;
  Stream client_, server_;
  Passage passage_;
  std::string seen_;            // of the client, not yet passed on
  bool has_spoken_ = false;     // else it was only opened and closed
  Speaks speaks_ = Speaks::nothing;
  SocksReply socks_problem_ = SocksReply::ok;
  int status_ = 0;              // of an HTTP answer, where the error's code says too little
  HostPort to_;
  HttpForward forward_;         // of speaks_ == http, and of HTTP in a tunnel
  bool is_tls_ = false;
  bool is_one_request_ = false; // HTTP: the connection ends with the answer
  bool over_ = false;           // pumps return, whatever their wait has given
  std::int64_t last_ms_ = 0;    // when a byte last moved
};

}  // namespace

io::Task<> serve_connection(std::shared_ptr<BrokerState> state, Stream client) {
  Connection connection(state, std::move(client));
  co_await connection.run();
  state->slots->leave();
}

}  // namespace sandbox
