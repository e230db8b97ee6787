#pragma once
// Sockets on the loop, as the broker needs them: TCP and Unix alike, errors as values, cancellable.

#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstddef>
#include <string>
#include <string_view>

#include "base/error.h"
#include "io/loop.h"

namespace sandbox {

using Stream = boost::asio::generic::stream_protocol::socket;

/// At most `limit` bytes, appended to `to`; 0 = the other side has ended. Fails with cancelled,
/// unavailable (reset).
io::Task<base::Result<std::size_t>> read_some(Stream& from, std::string& to, std::size_t limit);
/// All of `bytes`, which must live until then. Fails with cancelled, unavailable.
io::Task<base::Result<>> write_all(Stream& to, std::string_view bytes);
/// Sends the end, and reads what still comes until the other side ends too, for at most 2 s and 256
/// KiB: a socket that is closed with unread bytes in it takes its own last words back.
io::Task<> end_politely(Stream& stream);
/// Breaks off what waits on it.
void close_now(Stream& stream);

/// So many may be in at once; the others wait.
class Gate {
 public:
  Gate(const boost::asio::any_io_executor& executor, std::size_t slots);
  /// False when cancelled: then there is nothing to leave.
  io::Task<bool> enter();
  void leave();

 private:
  std::size_t free_;
  boost::asio::steady_timer never_;
};

}  // namespace sandbox
