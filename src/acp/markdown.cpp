#include "markdown.h"

#include <algorithm>

namespace acp {

namespace {

std::size_t longest_run(std::string_view text) {
  std::size_t longest = 0, run = 0;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

std::string one_line(std::string_view text) {
  std::string out;
  for (const char c : text) out += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
  return out;
}

}  // namespace

std::string fenced(std::string_view text, std::string_view language) {
  const std::string fence(std::max<std::size_t>(3, longest_run(text) + 1), '`');
  std::string out = fence + std::string(language) + "\n" + std::string(text);
  if (!out.ends_with('\n')) out += '\n';
  return out + fence;
}

std::string plain(std::string_view text) {
  constexpr std::string_view k_markup = "\\`*_[]<>!#|~&";
  std::string out;
  for (const char c : one_line(text)) {
    if (k_markup.find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

std::string code(std::string_view text) {
  const std::string line = one_line(text);
  const std::string ticks(longest_run(line) + 1, '`');
  const bool spaced = line.starts_with('`') || line.ends_with('`');
  return ticks + (spaced ? " " : "") + line + (spaced ? " " : "") + ticks;
}

}  // namespace acp
