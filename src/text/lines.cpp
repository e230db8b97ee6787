#include "text/lines.h"

#include <algorithm>
#include <cstring>

namespace text {
namespace {

/// The offset after the next line feed, or the size.
std::size_t line_end(std::string_view bytes, std::size_t at) {
  const void* feed = std::memchr(bytes.data() + at, '\n', bytes.size() - at);
  return feed == nullptr
             ? bytes.size()
             : static_cast<std::size_t>(static_cast<const char*>(feed) - bytes.data()) + 1;
}

}  // namespace

std::vector<std::string_view> split_lines(std::string_view bytes) {
  std::vector<std::string_view> lines;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t end = line_end(bytes, at);
    lines.push_back(bytes.substr(at, end - at));
    at = end;
  }
  return lines;
}

std::size_t count_lines(std::string_view bytes) {
  const auto feeds = static_cast<std::size_t>(std::count(bytes.begin(), bytes.end(), '\n'));
  return feeds + (bytes.empty() || bytes.back() == '\n' ? 0 : 1);
}

std::string_view without_ending(std::string_view line) {
  if (line.ends_with('\n')) {
    line.remove_suffix(1);
    if (line.ends_with('\r')) line.remove_suffix(1);
  }
  return line;
}

LineEnding line_ending(std::string_view bytes) {
  std::size_t lf = 0;
  std::size_t crlf = 0;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t end = line_end(bytes, at);
    if (bytes[end - 1] == '\n') (end - at > 1 && bytes[end - 2] == '\r' ? crlf : lf)++;
    at = end;
  }
  if (lf != 0 && crlf != 0) return LineEnding::mixed;
  if (crlf != 0) return LineEnding::crlf;
  return lf != 0 ? LineEnding::lf : LineEnding::none;
}

std::string to_lf(std::string_view bytes) {
  return with_line_ending(bytes, LineEnding::lf);
}

std::string with_line_ending(std::string_view bytes, LineEnding ending) {
  if (ending == LineEnding::none || ending == LineEnding::mixed) return std::string(bytes);
  std::string out;
  out.reserve(bytes.size());
  for (const std::string_view line : split_lines(bytes)) {
    const std::string_view body = without_ending(line);
    out += body;
    if (body.size() != line.size()) out += ending == LineEnding::crlf ? "\r\n" : "\n";
  }
  return out;
}

LineIndex::LineIndex(std::string_view bytes) : size_(bytes.size()) {
  std::size_t at = 0;
  do {
    starts_.push_back(at);
    if (at < bytes.size()) at = line_end(bytes, at);
  } while (at < bytes.size());
}

std::size_t LineIndex::line_of(std::size_t offset) const {
  return static_cast<std::size_t>(std::upper_bound(starts_.begin(), starts_.end(), offset) -
                                  starts_.begin());
}

std::size_t LineIndex::start_of(std::size_t line) const {
  return line >= 1 && line <= starts_.size() ? starts_[line - 1] : line == 0 ? 0 : size_;
}

}  // namespace text
