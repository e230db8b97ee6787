#pragma once
// Signals that ask plumb to end: Ctrl-C, SIGTERM, and the terminal's end.

#include <cstdint>

#include "io/loop.h"
#include "io/signals.h"

namespace app {

/// From now until its end the first of them cancels. One at a time; for the loop's thread.
class Interrupt {
 public:
  enum class Second : std::uint8_t { changes_nothing, ends_plumb };   ///< the second of them; the logs are good for both
  explicit Interrupt(io::Loop& loop, Second second = Second::changes_nothing);
  Interrupt(const Interrupt&) = delete;

  [[nodiscard]] io::CancelSource& cancel() { return cancel_; }
  /// The last that came; 0 = none.
  [[nodiscard]] int signal() const { return signal_; }

 private:
  io::CancelSource cancel_;
  int signal_ = 0;
  io::Signals signals_;
};

/// Ends when it is cancelled, and not before.
io::Task<> until_cancelled();

}  // namespace app
