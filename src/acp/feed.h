#pragma once
// The events of one session for one reader, who may be slow: what he has no room for is not kept here, the log has it.
// While he is slow nothing is passed on; when he has caught up, reading goes on behind the last event passed on.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "plumb/host.h"

namespace acp {

class Feed : public std::enable_shared_from_this<Feed> {   // callbacks of the host hold it weakly
 public:
  struct Sink {
    std::function<void(const plumb::Event&)> on_event;
    std::function<void(const plumb::Live&)> on_live;
    std::function<void()> on_lost_live;                    ///< something live was passed over
    std::function<void(const plumb::SessionInfo&)> on_state;   ///< the first one: all that was recorded has been told
  };
  /// `slow` is asked before each event.
  static std::shared_ptr<Feed> start(plumb::Host& host, std::string id, std::uint64_t from, std::function<bool()> slow, Sink sink);

  /// The reader has room again.
  void drained();
  /// The number of the first event that was not passed on yet.
  [[nodiscard]] std::uint64_t next() const { return next_; }

 private:
  Feed(plumb::Host& host, std::string id, std::uint64_t from, std::function<bool()> slow, Sink sink);
  void observe();
  void take(const plumb::Event& event);
  void pause();

  plumb::Host& host_;
  std::string id_;
  std::uint64_t next_;
  std::function<bool()> slow_;
  Sink sink_;
  bool paused_ = false;
  plumb::Subscription subscription_;
};

}  // namespace acp
