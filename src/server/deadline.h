#pragma once
// A time by which something must have happened. Internal to server.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <functional>
#include <memory>

#include "io/loop.h"

namespace server {

/// Calls back unless it is cleared or set anew in time.
class Deadline {
 public:
  Deadline(const boost::asio::any_io_executor& executor, std::function<void()> on_late)
      : timer_(executor), state_(std::make_shared<State>(State{std::move(on_late)})) {}
  ~Deadline() { clear(); }
  Deadline(const Deadline&) = delete;

  void set(io::Millis time) {
    late_ = false;
    timer_.expires_after(time);
    timer_.async_wait([this, state = state_, round = ++state_->round](const boost::system::error_code&) {
      if (state->round != round) return;   // cleared or set anew; `this` may be gone
      late_ = true;
      state->on_late();
    });
  }
  void clear() {
    ++state_->round;
    timer_.cancel();
  }
  [[nodiscard]] bool late() const { return late_; }

 private:
  struct State {
    std::function<void()> on_late;
    unsigned round = 0;
  };
  boost::asio::steady_timer timer_;
  std::shared_ptr<State> state_;
  bool late_ = false;
};

}  // namespace server
