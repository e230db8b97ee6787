#include "streamed.h"

#include <boost/json.hpp>

#include <algorithm>
#include <string>

#include "json/json.h"

namespace host {

using What = plumb::Live::What;

/// Of one part, so much is kept: a session that prints for hours must not grow. Twice as much is held before it is cut.
static constexpr std::size_t k_part_max = std::size_t{256} << 10;

void Streamed::forget_answer() {
  std::erase_if(parts_, [](const plumb::Live& part) { return part.what != What::tool_output; });
}

void Streamed::live(const plumb::Live& live) {
  if (live.what == What::void_since_retry) return forget_answer();
  const auto same = [&](const plumb::Live& part) { return part.what == live.what && part.call == live.call; };
  const auto found = std::find_if(parts_.begin(), parts_.end(), same);
  if (found == parts_.end()) {
    parts_.push_back(live);
    return;
  }
  found->bytes += live.bytes;
  if (found->bytes.size() < 2 * k_part_max) return;
  auto cut = found->bytes.size() - k_part_max;
  while (cut < found->bytes.size() && (static_cast<unsigned char>(found->bytes[cut]) & 0xC0U) == 0x80U) ++cut;   // whole characters
  found->bytes.erase(0, cut);
}

void Streamed::event(const journal::Event& event) {
  if (parts_.empty()) return;
  if (event.type == "model.answer") return forget_answer();
  if (event.type == "session.ended") return clear();
  if (event.type != "tool.result") return;
  const auto payload = json::parse(event.payload);
  if (!payload) return clear();   // not ours to tell: the log's reader says what is wrong with it
  const auto id = json::string_or(json::find(*payload, "id"));
  std::erase_if(parts_, [&](const plumb::Live& part) { return part.what == What::tool_output && part.call == id; });
}

}  // namespace host
