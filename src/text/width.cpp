#include "text/width.h"

#include <utf8proc.h>

#include <algorithm>

#include "text/utf8.h"

namespace text {
namespace {

constexpr std::size_t k_look_back = 256;

bool is_printable_ascii(char byte) { return byte >= 0x20 && byte < 0x7F; }

}  // namespace

int width(char32_t character) {
  if (character < 0x20 || character == 0x7F) return 0;
  if (character < 0x7F) return 1;
  return utf8proc_charwidth(static_cast<utf8proc_int32_t>(character));
}

std::size_t width(std::string_view bytes) {
  std::size_t columns = 0;
  for (std::size_t at = 0; at < bytes.size();) {
    if (is_printable_ascii(bytes[at])) {
      ++columns;
      ++at;
      continue;
    }
    const Decoded next = decode(bytes, at);
    columns += static_cast<std::size_t>(width(next.value));
    at += next.size;
  }
  return columns;
}

std::size_t next_grapheme(std::string_view bytes, std::size_t at) {
  if (at + 1 < bytes.size() && is_printable_ascii(bytes[at]) && is_printable_ascii(bytes[at + 1])) return at + 1;
  Decoded left = decode(bytes, at);
  at += left.size;
  utf8proc_int32_t state = 0;
  while (at < bytes.size()) {
    const Decoded right = decode(bytes, at);
    if (utf8proc_grapheme_break_stateful(static_cast<utf8proc_int32_t>(left.value),
                                         static_cast<utf8proc_int32_t>(right.value), &state))
      break;
    at += right.size;
    left = right;
  }
  return std::min(at, bytes.size());
}

std::size_t previous_grapheme(std::string_view bytes, std::size_t at) {
  at = std::min(at, bytes.size());
  // Clusters can only be found going forward; a line feed always ends one, so begin after the last.
  std::size_t begin = at > k_look_back ? at - k_look_back : 0;
  while (begin > 0 && begin < at && is_continuation(bytes[begin])) ++begin;
  if (at > 0) {
    const std::size_t feed = bytes.substr(0, at - 1).rfind('\n');
    if (feed != std::string_view::npos) begin = std::max(begin, feed + 1);
  }
  for (std::size_t next = begin; next < at; next = next_grapheme(bytes, next)) begin = next;
  return begin;
}

std::string_view clip_to_width(std::string_view bytes, std::size_t columns) {
  std::size_t at = 0;
  while (at < bytes.size()) {
    const std::size_t next = next_grapheme(bytes, at);
    const std::size_t needed = width(bytes.substr(at, next - at));
    if (needed > columns) break;
    columns -= needed;
    at = next;
  }
  return bytes.substr(0, at);
}

bool is_unseen(char32_t c) {
  return c == 0xAD || c == 0x061C || c == 0x115F || c == 0x1160 || c == 0x180E || c == 0x200B || c == 0x200E || c == 0x200F ||
         (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0x3164 || c == 0xFEFF || (c >= 0xFFF0 && c <= 0xFFFB) ||
         (c >= 0xE0000 && c <= 0xE0FFF) || (c >= 0xF0000);
}

}  // namespace text
