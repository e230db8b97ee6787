#pragma once
// What a refusal means: from status, headers and the text of the body to an Error and to whether
// another try makes sense.

#include "wire/wire.h"

namespace llm::wire {

/// What a server says about an error, in whatever of the known shapes it says it.
struct ErrorText {
  std::string type, code, param, message;
  std::int64_t status = 0;   ///< a number found where a code should be
};
/// `value` is the body or the event; understands {"error":{...}}, {"error":"..."}, {"message"},
/// {"detail"}, [{"error"}], {"type":"error","error":{...}}, {"code","message"}.
ErrorText error_text(const json::Value& value);
/// The same from bytes; of HTML the title, of other text its beginning.
ErrorText error_text(std::string_view body);

/// An answer whose status is not 2xx.
Failure refusal(const Target& target, int status, const io::Headers& headers, std::string_view body);
/// An error that came inside a stream that began with 200.
Failure stream_error(const Target& target, const ErrorText& text);

/// True if `text` (of any provider) says that the prompt does not fit the context window.
bool says_overflow(std::string_view text);

/// Without control characters, valid UTF-8, at most k_error_text_max bytes.
inline constexpr std::size_t k_error_text_max = 1500;
std::string clean(std::string_view text);

}  // namespace llm::wire
