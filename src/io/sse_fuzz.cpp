// Whole or byte by byte, the events must be the same, and none may break the parser's promises.
#include "io/sse.h"

#include <cstdint>
#include <cstdlib>
#include <vector>

static std::vector<std::string> events_of(std::string_view stream, std::size_t step) {
  std::vector<std::string> events;
  io::SseParser parser([&](const io::SseEvent& event) {
    if (event.id.find('\0') != std::string::npos || event.event.find('\n') != std::string::npos) std::abort();
    events.push_back(event.event + '\n' + event.id + '\n' + event.data);
  });
  for (std::size_t at = 0; at < stream.size(); at += step) parser.feed(stream.substr(at, step));
  parser.finish();
  return events;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view stream(reinterpret_cast<const char*>(bytes), size);
  const auto whole = events_of(stream, size + 1);
  if (events_of(stream, 1) != whole || events_of(stream, 7) != whole) std::abort();
  return 0;
}
