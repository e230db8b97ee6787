#include "channel.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <sys/socket.h>

#include "io/event.h"

namespace sandbox {

namespace asio = boost::asio;
using Stream = asio::posix::stream_descriptor;

struct Channel::Impl {
  Impl(const asio::any_io_executor& executor, int fd) : stream(executor, fd) {}
  Stream stream;
};

Channel::Channel(io::Loop& loop, base::Fd socket)
    : impl_(std::make_unique<Impl>(io::executor_of(loop), socket.release())) {}
Channel::~Channel() = default;

int Channel::fd() const { return impl_->stream.native_handle(); }

Received Channel::look() {
  if (!impl_->stream.is_open()) {
    Received closed;
    closed.what = Received::What::end;
    return closed;
  }
  return receive_packet(fd(), MSG_DONTWAIT);
}

io::Task<base::Result<Received>> Channel::receive() {
  while (true) {
    const bool cancelled = co_await io::is_cancelled();
    if (cancelled) co_return base::fail(io::cancelled_error());
    auto received = look();
    if (received.what != Received::What::nothing_yet) co_return received;
    constexpr auto k_as_tuple = asio::as_tuple(asio::use_awaitable);
    const auto [error] = co_await impl_->stream.async_wait(Stream::wait_read, k_as_tuple);
    if (error) co_return base::fail(io::cancelled_error());
  }
}

void Channel::when_readable(std::function<void()> f) {
  impl_->stream.async_wait(Stream::wait_read, [f = std::move(f)](const boost::system::error_code& error) {
    if (!error) f();
  });
}

void Channel::close() {
  boost::system::error_code ignored;   // closing twice is no error
  impl_->stream.close(ignored);        // NOLINT(bugprone-unused-return-value)
}

}  // namespace sandbox
