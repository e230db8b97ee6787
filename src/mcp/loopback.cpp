// Where a browser comes back to after a login: a port of this machine, open only as long as somebody logs in. Whatever comes
// that does not carry the login's state (another page, another program) gets an answer and changes nothing.

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <optional>
#include <utility>

#include "io/event.h"
#include "mcp/login.h"
#include "url.h"

namespace mcp {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr auto k_as_tuple = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t k_head_max = std::size_t{16} << 10;
constexpr std::size_t k_open_max = 16;           // connections at a time
constexpr io::Millis k_head_time{10000};
constexpr std::string_view k_path = "/callback";

std::string answer(std::string_view status, std::string_view text) {
  const std::string body = "<!doctype html><meta charset=\"utf-8\"><title>plumb</title><p>" + std::string(text) + "</p>\n";
  return "HTTP/1.1 " + std::string(status) + "\r\nContent-Type: text/html; charset=utf-8\r\nCache-Control: no-store\r\n" +
         "Content-Security-Policy: default-src 'none'\r\nReferrer-Policy: no-referrer\r\nConnection: close\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + body;
}

/// "GET /x?y HTTP/1.1" -> "/x?y"; "" if it is no GET.
std::string target_of(std::string_view head) {
  const auto line = head.substr(0, head.find('\r'));
  if (!line.starts_with("GET ")) return {};
  return std::string(line.substr(4, line.find(' ', 4) - 4));
}

class Loopback final : public LoopbackBrowser {
 public:
  Loopback(io::Loop& loop, tcp::acceptor acceptor, io::Millis limit, std::function<void(std::string)> show)
      : acceptor_(std::move(acceptor)), limit_(limit), show_(std::move(show)), came_(io::executor_of(loop)), scope_(loop) {
    error_code ignored;
    uri_ = "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint(ignored).port()) + std::string(k_path);
    scope_.spawn(accept_all());
  }

  [[nodiscard]] std::string redirect_uri() const override { return uri_; }

  io::Task<base::Result<std::string>> visit(std::string url, std::string state) override {
    state_ = std::move(state);
    found_.reset();
    show_(std::move(url));
    auto work = wait_for_it();
    auto out = co_await io::within(limit_, "the login in the browser", std::move(work));
    state_.clear();
    co_return out;
  }

  io::Task<> close() override {
    error_code ignored;
    acceptor_.close(ignored);
    scope_.cancel();
    co_await scope_.wait();
  }

 private:
  io::Task<base::Result<std::string>> wait_for_it() {
    while (!found_) {
      co_await came_.wait();
      const bool cancelled = co_await io::is_cancelled();
      if (cancelled) co_return base::fail(io::cancelled_error());
    }
    co_return *found_;
  }

  io::Task<> accept_all() {
    for (;;) {
      auto [error, socket] = co_await acceptor_.async_accept(k_as_tuple);
      if (error == asio::error::operation_aborted || error == asio::error::bad_descriptor) co_return;
      if (!error && open_ < k_open_max) {
        ++open_;
        scope_.spawn(serve(std::move(socket)));
      } else if (error) {
        const auto slept = co_await io::sleep(io::Millis(100));   // no descriptors left: it can get better
        if (!slept) co_return;
      }
    }
  }

  io::Task<> serve(tcp::socket socket) {
    auto work = talk(socket);
    (void)co_await io::within(k_head_time, "a request", std::move(work));   // who says nothing is let go
    --open_;
  }

  io::Task<base::Result<>> talk(tcp::socket& socket) {
    std::string head;
    const auto [error, size] = co_await asio::async_read_until(socket, asio::dynamic_buffer(head, k_head_max), "\r\n\r\n", k_as_tuple);
    if (error) co_return base::Result<>();
    const auto target = target_of(head);
    const bool is_ours = target.starts_with(std::string(k_path) + "?") && !state_.empty() && query_value(target, "state") == state_;
    const std::string text = is_ours ? answer("200 OK", "plumb has the answer: this page can be closed, the terminal says how it went.")
                                     : answer("404 Not Found", "There is nothing here.");
    (void)co_await asio::async_write(socket, asio::buffer(text), k_as_tuple);
    if (is_ours && !found_) {
      found_ = target;
      came_.notify();
    }
    error_code ignored;
    socket.shutdown(tcp::socket::shutdown_both, ignored);
    co_return base::Result<>();
  }

  tcp::acceptor acceptor_;
  io::Millis limit_;
  std::function<void(std::string)> show_;
  std::string uri_, state_;
  std::optional<std::string> found_;
  std::size_t open_ = 0;
  io::Event came_;
  io::Scope scope_;   // last: its tasks use all of the above
};

}  // namespace

base::Result<std::unique_ptr<LoopbackBrowser>> LoopbackBrowser::open(io::Loop& loop, io::Millis limit, std::function<void(std::string url)> show) {
  tcp::acceptor acceptor(io::executor_of(loop));
  const tcp::endpoint endpoint(asio::ip::address_v4::loopback(), 0);
  error_code error;
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) return base::fail_errno("cannot listen at 127.0.0.1 for the login's answer", error.value());
  return std::make_unique<Loopback>(loop, std::move(acceptor), limit, std::move(show));
}

}  // namespace mcp
