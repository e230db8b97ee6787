// Unified diffs as GNU diff and git write them, down to the oddities: a range of one line has no
// count, an empty range names the line before it, a name with a space is followed by a tab.
#include <fmt/format.h>

#include "text/diff.h"
#include "text/lines.h"
#include "text/utf8.h"

namespace text {
namespace {

std::string range(std::size_t begin, std::size_t end) {
  const std::size_t count = end - begin;
  if (count == 1) return std::to_string(begin + 1);
  return fmt::format("{},{}", count == 0 ? begin : begin + 1, count);
}

void put_lines(std::string& out, char mark, const std::vector<std::string_view>& lines,
               std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < end; ++i) {
    out.push_back(mark);
    out.append(lines[i]);
    if (!lines[i].ends_with('\n')) out.append("\n\\ No newline at end of file\n");
  }
}

void put_hunk(std::string& out, const Hunk& hunk, const std::vector<std::string_view>& old_lines,
              const std::vector<std::string_view>& new_lines) {
  out += fmt::format("@@ -{} +{} @@\n", range(hunk.old_begin, hunk.old_end),
                     range(hunk.new_begin, hunk.new_end));
  std::size_t at = hunk.old_begin;
  for (const Change& change : hunk.changes) {
    put_lines(out, ' ', old_lines, at, change.old_begin);
    put_lines(out, '-', old_lines, change.old_begin, change.old_end);
    put_lines(out, '+', new_lines, change.new_begin, change.new_end);
    at = change.old_end;
  }
  put_lines(out, ' ', old_lines, at, hunk.old_end);
}

std::string side_name(char side, std::string_view path) {
  return quoted_name(fmt::format("{}/{}", side, path));
}

std::string header_name(std::string_view name) {
  std::string out(name);
  if (name.find(' ') != std::string_view::npos && !name.starts_with('"')) out.push_back('\t');
  return out;
}

}  // namespace

std::string quoted_name(std::string_view name) {
  std::string out = "\"";
  bool needed = false;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    constexpr std::string_view k_letters = "abtnvfr";  // from \a = 7 to \r = 13
    if (byte >= 7 && byte <= 13) {
      out += {'\\', k_letters[byte - 7U]};
    } else if (c == '"' || c == '\\') {
      out += {'\\', c};
    } else if (byte < 0x20 || byte == 0x7F) {
      out += fmt::format("\\{:03o}", byte);
    } else {
      out.push_back(c);
      continue;
    }
    needed = true;
  }
  return needed ? out + '"' : std::string(name);
}

DiffStats diff_stats(std::string_view old_text, std::string_view new_text) {
  return stats(diff_lines(split_lines(old_text), split_lines(new_text)));
}

std::string git_header(std::string_view path, bool old_exists, bool new_exists, unsigned mode) {
  std::string out = fmt::format("diff --git {} {}\n", side_name('a', path), side_name('b', path));
  if (!old_exists) out += fmt::format("new file mode {:06o}\n", mode);
  if (!new_exists) out += fmt::format("deleted file mode {:06o}\n", mode);
  return out;
}

std::string unified_diff(std::string_view path, std::optional<std::string_view> old_text,
                         std::optional<std::string_view> new_text, std::size_t context) {
  if (old_text == new_text) return {};
  const std::string old_name = old_text ? side_name('a', path) : "/dev/null";
  const std::string new_name = new_text ? side_name('b', path) : "/dev/null";
  const std::string_view old_bytes = old_text.value_or("");
  const std::string_view new_bytes = new_text.value_or("");
  if (looks_binary(old_bytes) || looks_binary(new_bytes))
    return fmt::format("Binary files {} and {} differ\n", old_name, new_name);
  const auto old_lines = split_lines(old_bytes);
  const auto new_lines = split_lines(new_bytes);
  std::string out = fmt::format("--- {}\n+++ {}\n", header_name(old_name), header_name(new_name));
  for (const Hunk& hunk :
       hunks(diff_lines(old_lines, new_lines), old_lines.size(), new_lines.size(), context))
    put_hunk(out, hunk, old_lines, new_lines);
  return out;
}

}  // namespace text
