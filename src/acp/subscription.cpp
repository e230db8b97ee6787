#include "subscription.h"

#include <boost/json.hpp>

#include "values.h"

namespace acp {

void EventStream::open(std::uint64_t from) {
  const std::weak_ptr<EventStream> weak = weak_from_this();
  const auto peer = peer_;
  feed_ = Feed::start(host_, id_, from, [peer] { return peer->slow(); },
                      {[weak](const plumb::Event& event) { if (const auto self = weak.lock()) self->on_event(event); },
                       [weak](const plumb::Live& live) { if (const auto self = weak.lock()) self->on_live(live); },
                       [] {},   // a preview: the event brings all of it
                       [weak](const plumb::SessionInfo& info) { if (const auto self = weak.lock()) self->on_state(info); }});
}

void EventStream::on_event(const plumb::Event& event) {
  batch_.push_back(event_to_json(event));
  batch_bytes_ += event.payload.size();
  if (event.type == "session.ended" || event.type == "model.answer") outputs_.clear();
  if (batch_.size() >= k_events_batch || batch_bytes_ >= k_events_batch_bytes) return flush(false);
  if (flush_comes_) return;
  flush_comes_ = true;
  host_.post([weak = weak_from_this()] {
    const auto self = weak.lock();
    if (!self) return;
    self->flush_comes_ = false;
    if (!self->batch_.empty()) self->flush(false);
  });
}

void EventStream::flush(bool caught_up) {
  json::Object params = {{"sessionId", id_}, {"events", std::exchange(batch_, {})}};
  if (caught_up) params["caughtUp"] = true;
  batch_bytes_ = 0;
  peer_->notify("_plumb/events", std::move(params));
}

void EventStream::on_live(const plumb::Live& live) {
  if (!batch_.empty()) flush(false);   // in the order in which they came
  std::string_view what = "text";
  std::string bytes = live.bytes;
  switch (live.what) {
    case plumb::Live::What::text: break;
    case plumb::Live::What::reasoning: what = "reasoning"; break;
    case plumb::Live::What::void_since_retry: what = "void_since_retry"; break;
    case plumb::Live::What::tool_output:
      what = "tool_output";
      bytes = outputs_[live.call].feed(live.bytes);
      break;
  }
  json::Object params = {{"sessionId", id_}, {"what", what}, {"text", std::move(bytes)}};
  if (!live.call.empty()) params["call"] = live.call;
  peer_->notify("_plumb/live", std::move(params));
}

void EventStream::on_state(const plumb::SessionInfo& info) {
  if (!caught_up_ || !batch_.empty()) flush(!caught_up_);
  caught_up_ = true;
  peer_->notify("_plumb/session", json::Object{{"session", row_to_json(info)}});
}

}  // namespace acp
