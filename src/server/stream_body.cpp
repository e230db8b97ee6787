// Two ways at once: the body is written, and the peer is watched, who may go while there is nothing to write.

#include "stream_body.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <utility>
#include <vector>

#include "deadline.h"

namespace server {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

constexpr auto k_as_tuple = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t k_unasked_max = std::size_t{256} << 10;   // of a peer that goes on talking

}  // namespace

void StreamBody::send(std::string bytes) {
  if (ended_ || gone_) return;
  waiting_ += bytes.size();
  queue_.push_back(std::move(bytes));
  if (waiting_ > most_) gone_ = true;
  more_.notify();
}

void StreamBody::end() {
  ended_ = true;
  more_.notify();
}

void StreamBody::peer_gone() {
  gone_ = true;
  more_.notify();
}

io::Task<> StreamBody::carry(StreamSocket& stream, std::string head, io::Millis write_time) {
  const auto self = shared_from_this();
  std::vector<io::Task<>> ways;
  ways.push_back(write(stream, std::move(head), write_time));
  ways.push_back(watch(stream));
  co_await io::all(std::move(ways));
  const bool was_cut = !ended_;
  gone_ = true;
  queue_.clear();
  if (const auto f = std::exchange(on_gone, nullptr); f && was_cut) f();
}

/// The next piece; "" = it has ended, or the peer has gone.
io::Task<std::string> StreamBody::next() {
  for (;;) {
    const bool cancelled = co_await io::is_cancelled();
    if (gone_ || cancelled || (ended_ && queue_.empty())) co_return std::string();
    if (!queue_.empty()) break;
    co_await more_.wait();
  }
  std::string out = std::move(queue_.front());
  queue_.pop_front();
  waiting_ -= out.size();
  co_return out;
}

io::Task<> StreamBody::write(StreamSocket& stream, std::string head, io::Millis write_time) {
  Deadline deadline(stream.get_executor(), [&stream] {
    error_code ignored;
    stream.cancel(ignored);
  });
  std::string piece = std::move(head);
  while (!piece.empty()) {
    deadline.set(write_time);
    const auto [error, size] = co_await asio::async_write(stream, asio::buffer(piece), k_as_tuple);
    deadline.clear();
    if (error) break;
    piece = co_await next();
  }
  peer_gone();
  error_code ignored;
  stream.cancel(ignored);   // the watch ends
}

io::Task<> StreamBody::watch(StreamSocket& stream) {
  std::array<char, 1024> unasked{};
  for (std::size_t read = 0; read < k_unasked_max && !gone_;) {
    const auto [error, size] = co_await stream.async_read_some(asio::buffer(unasked), k_as_tuple);
    if (error) break;
    read += size;
  }
  peer_gone();
}

}  // namespace server
