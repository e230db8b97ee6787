#pragma once
// The raw events of one session for one client: `_plumb/events` and `_plumb/live`.

#include <boost/json/array.hpp>

#include <map>
#include <memory>
#include <string>

#include "feed.h"
#include "rpc.h"
#include "text/utf8.h"

namespace acp {

/// In one notification.
inline constexpr std::size_t k_events_batch = 256;
inline constexpr std::size_t k_events_batch_bytes = std::size_t{512} << 10;

class EventStream : public std::enable_shared_from_this<EventStream> {   // callbacks hold it weakly
 public:
  EventStream(plumb::Host& host, std::shared_ptr<Peer> peer, std::string id) : host_(host), peer_(std::move(peer)), id_(std::move(id)) {}
  void open(std::uint64_t from);
  void drained() { feed_->drained(); }

 private:
  void on_event(const plumb::Event& event);
  void on_live(const plumb::Live& live);
  void on_state(const plumb::SessionInfo& info);
  void flush(bool caught_up);

  plumb::Host& host_;
  std::shared_ptr<Peer> peer_;
  std::string id_;
  std::shared_ptr<Feed> feed_;
  json::Array batch_;
  std::size_t batch_bytes_ = 0;
  bool flush_comes_ = false, caught_up_ = false;
  std::map<std::string, text::Utf8Stream> outputs_;   ///< by call: bytes of a command cut inside a character
};

}  // namespace acp
