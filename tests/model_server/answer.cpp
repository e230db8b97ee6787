// From events to bytes, and all the ways in which bytes can come wrong. Faults that cut the answer
// name a place in it (the middle of the first event of a part), because the wires' events differ in
// size so much that a number of bytes means something else in each.

#include "answer.h"

namespace model_server {
namespace {

std::string frame(const Event& event, const Turn& turn, bool last) {
  const std::string nl = has(turn, "crlf") ? "\r\n" : has(turn, "cr") ? "\r" : "\n";
  const std::string sep = has(turn, "no_space") ? ":" : ": ";
  std::string out;
  if (!event.name.empty()) out += "event" + sep + event.name + nl;
  out += "data" + sep + event.data + nl;
  if (last && has(turn, "no_final_blank")) return out;
  if (!has(turn, "one_newline")) out += nl;
  if (has(turn, "comments")) out += ": keep-alive" + nl + nl;
  return out;
}

/// The offset that `place` means in `bytes`, whose events begin at `starts`.
std::size_t offset_of(const Place& place, const std::vector<Event>& events, const std::vector<std::size_t>& starts,
                      std::size_t size) {
  if (place.at == Place::At::bytes) return std::min(place.bytes, size);
  if (place.at == Place::At::start) return 0;
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (events[i].part != place.at) continue;
    const std::size_t end = i + 1 < starts.size() ? starts[i + 1] : size;
    return (starts[i] + end) / 2;
  }
  return size / 2;   // the answer has no such part in this wire
}

}  // namespace

Answer make_answer(const Turn& turn, const Seen& seen, const std::vector<std::string>& before) {
  Answer out;
  out.turn = &turn;
  std::size_t in = 0, shared = 0;
  bool same = true;
  for (std::size_t i = 0; i < seen.parts.size(); ++i) {
    in += seen.parts[i].size();
    same = same && i < before.size() && before[i] == seen.parts[i];
    if (same) shared += seen.parts[i].size();
  }
  std::size_t answer = turn.text.size() + turn.reasoning.size();
  for (const auto& call : turn.calls) answer += call.arguments.size() + call.name.size();
  out.input = turn.usage.input.value_or(static_cast<std::int64_t>(in / 4));
  const auto cached = seen.cache ? static_cast<std::int64_t>(shared / 4) : 0;
  out.cached = std::min(out.input, turn.usage.cached.value_or(cached));
  out.cache_write = std::min(out.input - out.cached, turn.usage.cache_write.value_or(0));
  out.output = turn.usage.output.value_or(static_cast<std::int64_t>(answer / 4 + 1));
  out.reasoning = turn.usage.reasoning.value_or(static_cast<std::int64_t>(turn.reasoning.size() / 4));
  out.stop = turn.stop.empty() ? (turn.calls.empty() ? "end" : "tool_calls") : turn.stop;
  return out;
}

Body make_body(const Wire& wire, const Turn& turn, std::vector<Event> events) {
  const Fault& fault = turn.fault;
  if (fault.no_end || fault.stream_error)
    while (!events.empty() && events.back().part == Place::At::end) events.pop_back();
  if (fault.stream_error) {
    const auto message = fault.message.empty() ? std::string("Overloaded") : fault.message;
    for (auto& event : wire.stream_error(*fault.stream_error, message)) events.push_back(std::move(event));
  }
  std::string all = has(turn, "bom") ? "\xEF\xBB\xBF" : "";
  std::vector<std::size_t> starts;
  for (std::size_t i = 0; i < events.size(); ++i) {
    starts.push_back(all.size());
    all += frame(events[i], turn, i + 1 == events.size());
  }
  Body out;
  std::size_t size = all.size();
  if (fault.close_at) {
    size = offset_of(*fault.close_at, events, starts, size);
    out.close_at_end = true;
  } else if (fault.stall_at) {
    size = offset_of(*fault.stall_at, events, starts, size);
    out.stall_at_end = true;
  }
  all.resize(size);
  if (fault.split > 0) {
    for (std::size_t at = 0; at < all.size(); at += fault.split) out.pieces.push_back(all.substr(at, fault.split));
    return out;
  }
  for (std::size_t i = 0; i < starts.size() && starts[i] < size; ++i) {
    const std::size_t begin = i == 0 ? 0 : starts[i];
    const std::size_t end = i + 1 < starts.size() ? std::min(starts[i + 1], size) : size;
    out.pieces.push_back(all.substr(begin, end - begin));
  }
  return out;
}

std::string garbage(const std::string& kind) {
  if (kind == "html")
    return "<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head>\n<body><center><h1>502 Bad "
           "Gateway</h1></center><hr><center>nginx</center></body></html>\n";
  if (kind == "binary") {
    std::string out;
    for (int i = 0; i < 8192; ++i) out += static_cast<char>((i * 167 + i / 256) & 0xFF);
    return out;
  }
  if (kind == "text") return "upstream connect error or disconnect/reset before headers\n";
  return {};
}

}  // namespace model_server
