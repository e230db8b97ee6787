#pragma once
// A socket of packets on the event loop.

#include <memory>

#include "io/loop.h"
#include "wire.h"

namespace sandbox {

class Channel {
 public:
  Channel(io::Loop& loop, base::Fd socket);
  ~Channel();
  Channel(const Channel&) = delete;

  [[nodiscard]] int fd() const;
  /// Without waiting.
  Received look();
  /// The next packet or the end. Fails with cancelled.
  io::Task<base::Result<Received>> receive();
  /// Calls `f` once, on the loop, when there is something to read, unless the channel goes before.
  void when_readable(std::function<void()> f);
  void close();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sandbox
