#pragma once
// contract: server-sent events, as the WHATWG standard has them and as servers really send them.

#include <functional>
#include <string>
#include <string_view>

namespace io {

struct SseEvent {
  std::string event;   ///< "" = none given
  std::string data;    ///< data lines joined with \n
  std::string id;
};

inline constexpr std::size_t k_sse_event_max = std::size_t{16} << 20;

/// Incremental: bytes in, cut anywhere; events out. CR, LF and CRLF end lines, a BOM is skipped,
/// comments are ignored. Servers that put one newline between events instead of two (seen at
/// proxies) are understood: a `data:` line that follows a complete JSON value starts a new event.
/// An event over k_sse_event_max sets overflow() and is dropped.
class SseParser {
 public:
  explicit SseParser(std::function<void(SseEvent)> on_event) : on_event_(std::move(on_event)) {}
  void feed(std::string_view bytes);
  /// The stream has ended: a last event without its blank line is delivered.
  void finish();
  [[nodiscard]] bool overflow() const { return overflow_; }

 private:
  void line(std::string_view text);
  void dispatch();
  std::function<void(SseEvent)> on_event_;
  std::string partial_;
  SseEvent event_;
  bool has_data_ = false, skip_lf_ = false, started_ = false, overflow_ = false;
};

}  // namespace io
