#include "patch_seek.h"

#include <algorithm>
#include <utility>

#include "text/utf8.h"

namespace tools {
namespace {

constexpr std::string_view k_blanks = " \t\r\f\v\n";

std::string_view right_trimmed(std::string_view line) {
  const auto end = line.find_last_not_of(k_blanks);
  return end == std::string_view::npos ? std::string_view{} : line.substr(0, end + 1);
}

std::string_view trimmed(std::string_view line) {
  const auto begin = line.find_first_not_of(k_blanks);
  return begin == std::string_view::npos ? std::string_view{} : right_trimmed(line.substr(begin));
}

// Characters that editors and models put where a programmer typed ASCII.
char ascii_cousin(char32_t c) {
  if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212) return '-';
  if (c >= 0x2018 && c <= 0x201B) return '\'';
  if (c >= 0x201C && c <= 0x201F) return '"';
  if (c == 0xA0 || (c >= 0x2002 && c <= 0x200A) || c == 0x202F || c == 0x205F || c == 0x3000)
    return ' ';
  return 0;
}

std::string folded(std::string_view line) {
  std::string out;
  out.reserve(line.size());
  for (std::size_t at = 0; at < line.size();) {
    const auto c = text::decode(line, at);
    if (const char ascii = ascii_cousin(c.value); ascii != 0) {
      out += ascii;
    } else {
      out += line.substr(at, c.size);
    }
    at += c.size;
  }
  return out;
}

}  // namespace

Seeker::Seeker(std::vector<std::string_view> lines, std::size_t& steps)
    : lines_(std::move(lines)), steps_(steps) {}

// Comparing long equal lines is work, too: one step for each 64 bytes.
bool Seeker::spend(std::string_view compared) {
  const std::size_t cost = 1 + compared.size() / 64;
  steps_ -= std::min(steps_, cost);
  return steps_ > 0;
}

std::string_view Seeker::reduced(std::string_view line, Likeness how) {
  switch (how) {
    case Likeness::exact: return line;
    case Likeness::right_trimmed: return right_trimmed(line);
    case Likeness::trimmed: return trimmed(line);
    case Likeness::folded: break;
  }
  if (std::all_of(line.begin(), line.end(), [](unsigned char c) { return c < 0x80; }))
    return trimmed(line);
  return trimmed(folded_.emplace_back(folded(line)));
}

const std::vector<std::string_view>& Seeker::seen_as(Likeness how) {
  auto& seen = seen_[static_cast<std::size_t>(how)];
  if (seen.size() != lines_.size()) {
    seen.reserve(lines_.size());
    for (const auto line : lines_) seen.push_back(reduced(line, how));
  }
  return seen;
}

std::optional<std::size_t> Seeker::find_as(Likeness how, const std::vector<std::string_view>& pattern,
                                           std::size_t first, std::size_t last) {
  std::vector<std::string_view> wanted;
  wanted.reserve(pattern.size());
  for (const auto line : pattern) wanted.push_back(reduced(line, how));
  const auto& seen = seen_as(how);
  for (std::size_t at = first; at <= last; ++at) {
    std::size_t same = 0;
    while (same < wanted.size()) {
      if (!spend(wanted[same])) return std::nullopt;
      if (seen[at + same] != wanted[same]) break;
      ++same;
    }
    if (same == wanted.size()) return at;
  }
  return std::nullopt;
}

std::optional<std::size_t> Seeker::find(const std::vector<std::string_view>& pattern,
                                        std::size_t from, bool at_end) {
  if (pattern.empty()) return from;
  if (pattern.size() > lines_.size()) return std::nullopt;
  const std::size_t last = lines_.size() - pattern.size();
  const std::size_t first = at_end ? last : from;
  if (first < from || first > last) return std::nullopt;
  for (const auto how :
       {Likeness::exact, Likeness::right_trimmed, Likeness::trimmed, Likeness::folded})
    if (const auto at = find_as(how, pattern, first, last)) return at;
  return std::nullopt;
}

std::optional<std::size_t> Seeker::find_start(std::string_view start, std::size_t from) {
  const std::string_view wanted = reduced(start, Likeness::folded);
  std::optional<std::size_t> found;
  if (wanted.empty()) return found;
  const auto& seen = seen_as(Likeness::folded);
  for (std::size_t at = from; at < seen.size(); ++at) {
    if (!spend(wanted)) return std::nullopt;
    if (!seen[at].starts_with(wanted)) continue;
    if (found) return std::nullopt;
    found = at;
  }
  return found;
}

}  // namespace tools
