#pragma once
// Signals of this process, delivered on the loop's thread.

#include <functional>
#include <memory>
#include <vector>

#include "io/loop.h"

namespace io {

/// From now until its end the signals call `on_signal` on the loop's thread, instead of what they
/// did before. It does not keep the loop running. One at a time per signal and process.
class Signals {
 public:
  Signals(Loop& loop, const std::vector<int>& signals, std::function<void(int)> on_signal);
  ~Signals();
  Signals(const Signals&) = delete;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace io
