#include "broker_stream.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "base/try.h"

namespace sandbox {

namespace asio = boost::asio;

namespace {

constexpr auto k_as_tuple = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t k_last_bytes_max = std::size_t{256} << 10;
constexpr io::Millis k_last_limit{2000};

tl::unexpected<base::Error> failed(const boost::system::error_code& error) {
  if (error == asio::error::operation_aborted) return base::fail(base::Code::cancelled, "cancelled");
  return base::fail(base::Code::unavailable, error.message());
}

io::Task<base::Result<>> read_to_end(Stream& stream) {
  std::size_t all = 0;
  while (all < k_last_bytes_max) {
    std::string ignored;
    CO_TRY(const auto size, co_await read_some(stream, ignored, 16384));
    if (size == 0) break;
    all += size;
  }
  co_return base::Result<>();
}

}  // namespace

io::Task<base::Result<std::size_t>> read_some(Stream& from, std::string& to, std::size_t limit) {
  const bool cancelled = co_await io::is_cancelled();
  if (cancelled) co_return base::fail(base::Code::cancelled, "cancelled");
  const std::size_t before = to.size();
  to.resize(before + limit);
  auto place = asio::buffer(to.data() + before, limit);
  const auto [error, size] = co_await from.async_read_some(place, k_as_tuple);
  to.resize(before + size);
  if (error == asio::error::eof) co_return std::size_t{0};
  if (error) co_return failed(error);
  co_return size;
}

io::Task<base::Result<>> write_all(Stream& to, std::string_view bytes) {
  const bool cancelled = co_await io::is_cancelled();
  if (cancelled) co_return base::fail(base::Code::cancelled, "cancelled");
  auto place = asio::buffer(bytes.data(), bytes.size());
  const auto [error, size] = co_await asio::async_write(to, place, k_as_tuple);
  if (error) co_return failed(error);
  co_return base::Result<>();
}

io::Task<> end_politely(Stream& stream) {
  boost::system::error_code ignored;   // it may have gone: then there is nobody to be polite to
  stream.shutdown(Stream::shutdown_send, ignored);
  (void)co_await io::within(k_last_limit, "the client's end", read_to_end(stream));
  close_now(stream);
}

void close_now(Stream& stream) {
  boost::system::error_code ignored;   // the descriptor is closed in any case
  stream.close(ignored);
}

Gate::Gate(const asio::any_io_executor& executor, std::size_t slots)
    : free_(slots), never_(executor, asio::steady_timer::time_point::max()) {}

io::Task<bool> Gate::enter() {
  while (true) {
    const bool cancelled = co_await io::is_cancelled();
    if (cancelled) co_return false;
    if (free_ > 0) break;
    co_await never_.async_wait(k_as_tuple);
  }
  --free_;
  co_return true;
}

void Gate::leave() {
  ++free_;
  never_.cancel();
}

}  // namespace sandbox
