#pragma once
// When to try again.

#include <cstdint>
#include <optional>
#include <string_view>

#include "io/http.h"

namespace llm {

/// A server that asks for a longer wait than this is not waited for: the user should know instead.
inline constexpr io::Millis k_wait_max{5 * 60 * 1000};

/// What retry-after-ms or Retry-After (seconds, or an HTTP date seen from `now_ms`) ask for. Never
/// negative; nullopt if neither is there or neither can be read.
std::optional<io::Millis> asked_wait(const io::Headers& headers, std::int64_t now_ms);

/// "try again in 1.898s", "in 350ms", "in 6m0s", "retry in 20 seconds", "retryDelay": "34s".
std::optional<io::Millis> asked_wait(std::string_view message);

/// Milliseconds since 1970 of "Sun, 06 Nov 1994 08:49:37 GMT"; nullopt if it is no such date.
std::optional<std::int64_t> http_date(std::string_view text);

/// Full jitter: anything between 0 and the exponential bound. `attempt` counts from 1; `random` is
/// any 64 bits.
io::Millis backoff(int attempt, io::Millis start, io::Millis max, std::uint64_t random);

}  // namespace llm
