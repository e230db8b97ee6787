#pragma once
// What waiting is made of: for modules that wait for descriptors of their own (sandbox), not for logic.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include "io/loop.h"

namespace io {

/// Wakes those who wait. wait() returns after notify() or when the waiting task is cancelled, and
/// perhaps for no reason: waiters look at their condition again. Notifying nobody is lost.
class Event {
 public:
  explicit Event(const boost::asio::any_io_executor& executor);
  Task<> wait();
  void notify();

 private:
  boost::asio::steady_timer never_;
};

/// The context behind a Loop.
boost::asio::any_io_executor executor_of(Loop& loop);

/// What every waiting function returns when its task was cancelled.
base::Error cancelled_error();

}  // namespace io
