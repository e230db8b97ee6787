#include "clean.h"

#include "text/utf8.h"
#include "text/width.h"

namespace tui {

namespace {

constexpr std::string_view k_shown = "\xEF\xBF\xBD";
constexpr std::size_t k_tab = 4;

/// The end of the escape sequence at `at` (which is ESC or a C1 introducer), or the end of the text.
std::size_t end_of_sequence(std::string_view bytes, std::size_t at) {
  std::size_t i = at + 1;
  if (i >= bytes.size()) return i;
  const char kind = bytes[i++];
  if (kind == '[') {
    while (i < bytes.size() && bytes[i] >= 0x20 && bytes[i] <= 0x3F) ++i;
    return i < bytes.size() && bytes[i] >= 0x40 && bytes[i] <= 0x7E ? i + 1 : i;
  }
  if (kind == ']' || kind == 'P' || kind == 'X' || kind == '^' || kind == '_') {   // up to BEL or ESC backslash
    for (; i < bytes.size() && bytes[i] != '\n'; ++i) {
      if (bytes[i] == '\a') return i + 1;
      if (bytes[i] == '\033') return i + 1 < bytes.size() && bytes[i + 1] == '\\' ? i + 2 : i;
    }
    return i;
  }
  if (kind >= 0x20 && kind <= 0x2F) {
    while (i < bytes.size() && bytes[i] >= 0x20 && bytes[i] <= 0x2F) ++i;
    return i < bytes.size() ? i + 1 : i;
  }
  return kind == '\033' || kind == '\n' || kind == '\r' ? i - 1 : i;
}

}  // namespace

std::string clean(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  std::size_t column = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto from = at;
    while (at < text.size() && text[at] >= 0x20 && text[at] < 0x7F) ++at;   // most of what there is
    out.append(text, from, at - from);
    column += at - from;
    if (at == text.size()) break;
    const auto step = text::decode(text, at);
    const char32_t c = step.value;
    const auto bytes = text.substr(at, step.size);
    at += step.size == 0 ? 1 : step.size;
    if (c == '\r' && at < text.size() && text[at] == '\n') continue;
    if (c == '\n') {
      out += '\n';
      column = 0;
    } else if (c == '\t') {
      const std::size_t blanks = k_tab - column % k_tab;
      out.append(blanks, ' ');
      column += blanks;
    } else if (step.kind != text::Decoded::Kind::character || c < 0x20 || (c >= 0x7F && c < 0xA0) || text::is_unseen(c)) {
      out += k_shown;
      ++column;
    } else {
      out += bytes;
      ++column;
    }
  }
  return out;
}

std::string clean_line(std::string_view text) {
  std::string out;
  for (const char c : clean(text)) {
    if (c == '\n') out += "\\n";
    else out += c;
  }
  return out;
}

std::string clean_output(std::string_view bytes) {
  std::string kept;
  kept.reserve(bytes.size());
  std::size_t line = 0;   // where the present line begins in `kept`
  for (std::size_t at = 0; at < bytes.size();) {
    const auto from = at;
    while (at < bytes.size() && static_cast<unsigned char>(bytes[at]) >= 0x20) ++at;
    kept.append(bytes, from, at - from);
    if (at == bytes.size()) break;
    const char c = bytes[at];
    if (c == '\033') {
      at = end_of_sequence(bytes, at);
      continue;
    }
    ++at;
    if (c == '\r') {
      while (at < bytes.size() && bytes[at] == '\r') ++at;
      if (at < bytes.size() && bytes[at] != '\n') kept.resize(line);
    } else if (c == '\b') {
      if (kept.size() > line) kept.resize(text::previous_grapheme(kept, kept.size()));
      if (kept.size() < line) kept.resize(line);
    } else if (c == '\n') {
      kept += '\n';
      line = kept.size();
    } else if (c != '\a' && c != '\0') {
      kept += c;
    }
  }
  return clean(kept);
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const auto end = text.find('\n');
    out.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return out;
}

}  // namespace tui
