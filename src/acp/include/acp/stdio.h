#pragma once
// A connection over two descriptors: one message a line, UTF-8.

#include <functional>
#include <memory>

#include "acp/connection.h"

namespace acp {

/// Reads messages from `in` and writes to `out`, each on a thread of its own: the host's thread never waits for a slow
/// client. Calls host.stop() when `in` has ended, when `out` is closed by its reader, when the client does not read for
/// too long, and after end().
class Stdio {
 public:
  /// The descriptors stay the caller's, and must stay open until this has gone.
  Stdio(plumb::Host& host, int in, int out, ConnectionOptions options);
  /// The same for another protocol of JSON lines; of `options` the bounds.
  using Make = std::function<std::unique_ptr<Endpoint>(Transport&)>;
  Stdio(plumb::Host& host, int in, int out, const ConnectionOptions& options, const Make& make);
  /// Waits at most a second until what was said has been written.
  ~Stdio();
  Stdio(const Stdio&) = delete;

  /// Ends as if `in` had ended. Safe from any thread and from signal handlers.
  void end();
  /// Why it ended, for people; "" = the client closed its side.
  [[nodiscard]] const std::string& problem() const;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;   ///< shared with what is posted to the host
};

}  // namespace acp
