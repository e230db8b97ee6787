#include "feed.h"

#include <algorithm>

namespace acp {

Feed::Feed(plumb::Host& host, std::string id, std::uint64_t from, std::function<bool()> slow, Sink sink)
    : host_(host), id_(std::move(id)), next_(std::max<std::uint64_t>(1, from)), slow_(std::move(slow)), sink_(std::move(sink)) {}

std::shared_ptr<Feed> Feed::start(plumb::Host& host, std::string id, std::uint64_t from, std::function<bool()> slow, Sink sink) {
  std::shared_ptr<Feed> feed(new Feed(host, std::move(id), from, std::move(slow), std::move(sink)));
  feed->observe();
  return feed;
}

void Feed::observe() {
  const std::weak_ptr<Feed> weak = weak_from_this();
  plumb::Observer observer;
  observer.on_event = [weak](const plumb::Event& event) {
    if (const auto self = weak.lock()) self->take(event);
  };
  observer.on_live = [weak](const plumb::Live& live) {
    const auto self = weak.lock();
    if (!self) return;
    if (self->paused_ || self->slow_()) self->sink_.on_lost_live();
    else self->sink_.on_live(live);
  };
  observer.on_state = [weak](const plumb::SessionInfo& info) {
    if (const auto self = weak.lock(); self && !self->paused_) self->sink_.on_state(info);
  };
  subscription_ = host_.observe(id_, next_, std::move(observer));
}

void Feed::take(const plumb::Event& event) {
  if (paused_ || event.seq < next_) return;
  if (slow_()) return pause();
  next_ = event.seq + 1;
  sink_.on_event(event);
}

/// The subscription ends later: this may run inside a call of it.
void Feed::pause() {
  paused_ = true;
  host_.post([weak = weak_from_this()] {
    if (const auto self = weak.lock(); self && self->paused_) self->subscription_ = {};
  });
}

void Feed::drained() {
  if (!paused_) return;
  paused_ = false;
  observe();
}

}  // namespace acp
