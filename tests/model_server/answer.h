#pragma once
#include "wire.h"

namespace model_server {

/// Fills in the usage that the script leaves out: four bytes a token; what `before` and `seen` share
/// from their start comes from the cache, as far as the wire's caching goes.
Answer make_answer(const Turn& turn, const Seen& seen, const std::vector<std::string>& before);

/// The bytes of a streamed body, cut as they shall be sent.
struct Body {
  std::vector<std::string> pieces;
  bool close_at_end = false;   ///< the connection is cut after the last piece
  bool stall_at_end = false;   ///< nothing comes after it
};
Body make_body(const Wire& wire, const Turn& turn, std::vector<Event> events);

/// What a "garbage" fault sends.
std::string garbage(const std::string& kind);

}  // namespace model_server
