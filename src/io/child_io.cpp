#include "io/child_io.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "io/event.h"

namespace io {

namespace asio = boost::asio;
using Stream = asio::posix::stream_descriptor;

namespace {

constexpr std::size_t k_read_max = std::size_t{64} << 10;
constexpr auto k_as_tuple = asio::as_tuple(asio::use_awaitable);

}  // namespace

base::Result<PipeEnds> open_pipe(PipeTo direction) {
  std::array<int, 2> fds{};
  if (::pipe2(fds.data(), O_CLOEXEC) != 0) return base::fail_errno("cannot make a pipe");
  base::Fd reader(fds[0]), writer(fds[1]);
  if (direction == PipeTo::us) return PipeEnds{std::move(reader), std::move(writer)};
  return PipeEnds{std::move(writer), std::move(reader)};
}

struct ChildIo::Impl {
  explicit Impl(const asio::any_io_executor& executor) : out(executor), err(executor), in(executor) {}
  Task<base::Result<std::string>> read(Stream& stream);

  bool out_ended = false;
  Stream out, err, in;
};

ChildIo::ChildIo(Loop& loop) : impl_(std::make_unique<Impl>(executor_of(loop))) {}
ChildIo::~ChildIo() = default;

void ChildIo::take_out(base::Fd fd) { impl_->out.assign(fd.release()); }
void ChildIo::take_err(base::Fd fd) { impl_->err.assign(fd.release()); }
void ChildIo::take_in(base::Fd fd) { impl_->in.assign(fd.release()); }

base::Result<> ChildIo::take_pty(base::Fd master) {
  base::Fd writer(::fcntl(master.get(), F_DUPFD_CLOEXEC, 3));
  if (!writer) return base::fail_errno("cannot open a pseudo terminal twice");
  take_in(std::move(writer));
  take_out(std::move(master));
  return {};
}

Task<base::Result<std::string>> ChildIo::read_out() { return impl_->read(impl_->out); }
Task<base::Result<std::string>> ChildIo::read_err() { return impl_->read(impl_->err); }
bool ChildIo::out_ended() const { return impl_->out_ended; }
int ChildIo::out_fd() const { return impl_->out.is_open() ? impl_->out.native_handle() : -1; }

Task<base::Result<std::string>> ChildIo::Impl::read(Stream& stream) {
  const bool cancelled = co_await is_cancelled();
  if (cancelled) co_return base::fail(cancelled_error());
  if (!stream.is_open()) co_return std::string();
  std::string bytes(k_read_max, '\0');
  const auto [error, size] = co_await stream.async_read_some(asio::buffer(bytes), k_as_tuple);
  if (error == asio::error::operation_aborted) co_return base::fail(cancelled_error());
  // A pty tells its end, when the last user of the other side has gone, by EIO.
  if (error == asio::error::eof || error.value() == EIO) {
    out_ended = out_ended || &stream == &out;
    co_return std::string();
  }
  if (error) co_return base::fail_errno("cannot read the output of a command", error.value());
  bytes.resize(size);
  if (size < k_read_max / 2) bytes.shrink_to_fit();
  co_return bytes;
}

Task<base::Result<>> ChildIo::write_in(std::string bytes) {
  const bool cancelled = co_await is_cancelled();
  if (cancelled) co_return base::fail(cancelled_error());
  if (!impl_->in.is_open()) co_return base::fail(base::Code::unavailable, "the command's input is closed");
  const auto [error, size] = co_await asio::async_write(impl_->in, asio::buffer(bytes), k_as_tuple);
  (void)size;
  if (!error) co_return base::Result<>();
  if (error == asio::error::operation_aborted) co_return base::fail(cancelled_error());
  if (error == asio::error::broken_pipe || error.value() == EIO)
    co_return base::fail(base::Code::unavailable, "the command has closed its input");
  co_return base::fail_errno("cannot write to a command", error.value());
}

void ChildIo::close_in() {
  boost::system::error_code ignored;   // closing twice is no error
  impl_->in.close(ignored);            // NOLINT(bugprone-unused-return-value)
}

}  // namespace io
