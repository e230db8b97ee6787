#pragma once
// contract: server-sent events, as the WHATWG standard has them and as servers really send them.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace io {

struct SseEvent {
  std::string event;   ///< "" = none given
  std::string data;    ///< data lines joined with \n
  std::string id;      ///< the last id that the stream gave, as the standard has it
};

inline constexpr std::size_t k_sse_event_max = std::size_t{16} << 20;

/// Incremental: bytes in, cut anywhere; events out. CR, LF and CRLF end lines, a BOM is skipped,
/// comments are ignored. Servers that put one newline between events instead of two (seen at
/// proxies) are understood: a `data:` line that follows a complete JSON object or array starts a
/// new event, to which `event:` and `id:` lines between the two belong.
/// An event over k_sse_event_max sets overflow() and is dropped. The callback must not throw.
class SseParser {
 public:
  explicit SseParser(std::function<void(SseEvent)> on_event) : on_event_(std::move(on_event)) {}
  void feed(std::string_view bytes);
  /// The stream has ended: a last event without its blank line is delivered.
  void finish();
  [[nodiscard]] bool overflow() const { return overflow_; }
  /// Milliseconds after which the server wants to be asked again when the stream breaks off; -1 = it did not say.
  [[nodiscard]] std::int64_t retry_ms() const { return retry_ms_; }

 private:
  /// Follows brackets and strings, to know when the data so far is a whole JSON object or array.
  class JsonEnd {
   public:
    void feed(std::string_view text);
    [[nodiscard]] bool reached() const { return reached_; }

   private:
    std::size_t depth_ = 0;
    bool started_ = false, in_string_ = false, escaped_ = false, reached_ = false;
  };
  struct Name {   // fields of the event other than data
    std::string event;
    std::string id;
    bool has_event = false, has_id = false;
  };

  void keep(std::string_view part);
  void end_line(std::string_view text);
  void line(std::string_view text);
  void add_data(std::string_view value);
  void drop();
  void dispatch();

  std::function<void(SseEvent)> on_event_;
  std::string partial_;            // a line whose end has not come
  std::string data_, last_id_;
  Name name_, next_;               // next_: fields that came after a complete JSON value
  JsonEnd json_;
  std::int64_t retry_ms_ = -1;
  bool has_data_ = false, skip_lf_ = false, started_ = false;
  bool dropping_ = false, line_too_long_ = false, overflow_ = false;
};

}  // namespace io
