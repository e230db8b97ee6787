#pragma once
// From the bytes of a 2xx answer to a Response: frames, [DONE], errors inside the stream, servers
// that do not stream although asked to, and HTML where JSON should be.

#include <memory>
#include <string>
#include <string_view>

#include "io/sse.h"
#include "wire/wire.h"

namespace llm::wire {

/// More than this is no answer: the longest models write some hundred kilobytes.
inline constexpr std::size_t k_stream_max = std::size_t{64} << 20;

/// Bytes in, cut anywhere. Never throws, never hangs; memory is bounded by k_stream_max. `target`
/// must outlive it.
class Reader {
 public:
  Reader(const Wire& wire, const Target& target, const Request& request, EventSink sink);
  Reader(const Reader&) = delete;   // the parser points back here
  void feed(std::string_view bytes);
  /// True once nothing that may still come can change the result.
  [[nodiscard]] bool settled() const { return failure_.has_value() || (form_ == Form::events && decoder_->done()); }
  /// The end. `broken_off` says why the transport ended early, or is empty. To be called once.
  Outcome<Response> finish(const std::string& broken_off);

 private:
  enum class Form { unknown, events, json, html };
  void recognise();
  void take(const io::SseEvent& event);
  void take_whole();
  void fail(Failure failure);

  const Target& target_;
  std::unique_ptr<Decoder> decoder_;
  io::SseParser parser_;
  Form form_ = Form::unknown;
  std::string held_;          // before the form is known; the whole of a JSON answer
  std::size_t total_ = 0;
  bool any_event_ = false, ending_ = false;
  std::optional<Failure> failure_;
};

}  // namespace llm::wire
