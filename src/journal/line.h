#pragma once
// One line of log.jsonl: how an event is written and how it is told from damage.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace journal {

struct Line {
  std::uint64_t seq = 0;
  std::int64_t time_ms = 0;
  std::string_view type, payload;  ///< parts of the text that was parsed
};

/// Appends the line with its '\n' to `out`. `payload` is the JSON text of an object without line
/// ends; `type` has passed is_type.
void write_line(std::string& out, const Line& line);

/// The event in one line (without its '\n'), or nothing if a single bit of it is not as it was
/// written. Any bytes, no allocation.
std::optional<Line> parse_line(std::string_view text);

/// Types are 1 to 64 of a-z, 0-9, '.', '_'.
bool is_type(std::string_view type);

}  // namespace journal
