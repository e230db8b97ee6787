#pragma once
#include <cstdint>
#include <string>

namespace base {

/// Milliseconds since 1970 by the wall clock: for records that people read, never for durations.
std::int64_t now_ms();
/// "2026-11-22T18:45:55.123Z".
std::string iso_time(std::int64_t ms);
/// Milliseconds of a clock that only goes forward: for durations and deadlines.
std::int64_t steady_ms();

/// A new id, sortable by time: 26 characters of Crockford's base 32 in the form of a ULID (48 bits
/// of milliseconds, 80 random bits). Safe from any thread.
std::string new_id();
/// `n` random bytes from the kernel as lower-case hexadecimal.
std::string random_hex(std::size_t n);

}  // namespace base
