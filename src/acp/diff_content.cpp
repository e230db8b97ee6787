#include "diff_content.h"

#include <algorithm>
#include <charconv>

#include "text/diff.h"

namespace acp {

namespace {

struct Passage {
  std::size_t old_line = 1, new_line = 1;   ///< where it begins, from 1
  std::vector<std::string> old_lines, new_lines;
  std::size_t old_left = 0, new_left = 0;   ///< lines that are still to come
  bool old_ends = false, new_ends = false;  ///< its last line is the file's and has no newline
  std::size_t first_change = 0;             ///< index into new_lines
  std::size_t equal_after = 0;              ///< equal lines behind the last change
  bool changed = false;
};

struct File {
  std::string old_path, new_path;           ///< "" = /dev/null
  std::vector<Passage> passages;
};

/// What git writes of a name with control characters, quotes or backslashes.
std::string unquoted(std::string_view name) {
  if (!name.starts_with('"') || !name.ends_with('"') || name.size() < 2) return std::string(name);
  name = name.substr(1, name.size() - 2);
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] != '\\' || i + 1 == name.size()) {
      out += name[i];
      continue;
    }
    const char c = name[++i];
    constexpr std::string_view k_from = "abtnvfr", k_to = "\a\b\t\n\v\f\r";
    if (const auto at = k_from.find(c); at != std::string_view::npos) {
      out += k_to[at];
    } else if (c >= '0' && c <= '7') {
      int value = 0;
      for (int n = 0; n < 3 && i < name.size() && name[i] >= '0' && name[i] <= '7'; ++n, ++i) value = value * 8 + (name[i] - '0');
      --i;
      out += static_cast<char>(value);
    } else {
      out += c;
    }
  }
  return out;
}

/// "a/src/x.c\t" -> "src/x.c"; "/dev/null" -> "".
std::string name_in(std::string_view head) {
  if (!head.starts_with('"')) head = head.substr(0, head.find('\t'));
  const std::string name = unquoted(head);
  if (name == "/dev/null") return {};
  return name.starts_with("a/") || name.starts_with("b/") ? name.substr(2) : name;
}

/// "12,3" or "12" behind `sign`.
bool read_range(std::string_view line, char sign, std::size_t& first, std::size_t& count) {
  const auto at = line.find(sign);
  if (at == std::string_view::npos) return false;
  const char* end = line.data() + line.size();
  const auto number = std::from_chars(line.data() + at + 1, end, first);
  count = 1;
  if (number.ec != std::errc()) return false;
  return number.ptr == end || *number.ptr != ',' || std::from_chars(number.ptr + 1, end, count).ec == std::errc();
}

/// "@@ -12,3 +14,4 @@"
bool read_head(std::string_view line, Passage& passage) {
  return read_range(line, '-', passage.old_line, passage.old_left) && read_range(line, '+', passage.new_line, passage.new_left);
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    out.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

/// False if the line cannot be one of the passage, which is over then.
bool add_line(Passage& passage, std::string_view line) {
  const char kind = line.empty() ? ' ' : line.front();
  const bool in_old = kind != '+', in_new = kind != '-';
  if ((kind != ' ' && kind != '+' && kind != '-') || (in_old && passage.old_left == 0) || (in_new && passage.new_left == 0)) return false;
  const std::string rest(line.empty() ? line : line.substr(1));
  passage.equal_after = kind == ' ' ? passage.equal_after + 1 : 0;
  if (kind != ' ' && !passage.changed) {
    passage.changed = true;
    passage.first_change = passage.new_lines.size();
  }
  if (in_old) {
    passage.old_lines.push_back(rest);
    --passage.old_left;
  }
  if (in_new) {
    passage.new_lines.push_back(rest);
    --passage.new_left;
  }
  return true;
}

/// "\ No newline at end of file", which is about the line before it.
void mark_end(Passage& passage, char kind) {
  if (kind != '+') passage.old_ends = true;
  if (kind != '-') passage.new_ends = true;
}

/// A passage is as long as its head says: a removed line "-- x" is no head of a file.
std::vector<File> parse(std::string_view diff) {
  std::vector<File> files;
  Passage* open = nullptr;
  char last = ' ';
  for (const auto line : lines_of(diff)) {
    if (open != nullptr && line.starts_with('\\')) {
      mark_end(*open, last);
    } else if (open != nullptr && add_line(*open, line)) {
      last = line.empty() ? ' ' : line[0];
    } else if (line.starts_with("--- ")) {
      files.push_back({name_in(line.substr(4)), "", {}});
      open = nullptr;
    } else if (line.starts_with("+++ ") && !files.empty()) {
      files.back().new_path = name_in(line.substr(4));
      open = nullptr;
    } else if (line.starts_with("@@ ") && !files.empty()) {
      Passage passage;
      open = read_head(line, passage) ? &files.back().passages.emplace_back(std::move(passage)) : nullptr;
    }
  }
  return files;
}

std::string joined(const std::vector<std::string>& lines, bool ends_open) {
  std::string out;
  for (const auto& line : lines) out += line + '\n';
  if (ends_open && !out.empty()) out.pop_back();
  return out;
}

/// `text` with each passage's `from` side replaced by its `to` side; nullopt if it does not fit.
std::optional<std::string> exchanged(std::string_view text, const std::vector<Passage>& passages, bool forward) {
  const auto lines = lines_of(text);
  bool ends_open = !text.empty() && !text.ends_with('\n');
  std::string out;
  std::size_t at = 0;
  for (const auto& passage : passages) {
    const auto& from = forward ? passage.old_lines : passage.new_lines;
    const auto& to = forward ? passage.new_lines : passage.old_lines;
    // "-0,0" of an empty side stands behind line 0.
    const std::size_t number = forward ? passage.old_line : passage.new_line;
    const std::size_t begin = from.empty() ? number : number - 1;
    if (begin < at || begin + from.size() > lines.size()) return std::nullopt;
    for (; at < begin; ++at) (out += lines[at]) += '\n';
    for (const auto& line : from)
      if (lines[at++] != line) return std::nullopt;
    // Fewer equal lines than usual: the file ends there.
    if (passage.equal_after < text::k_diff_context && at != lines.size()) return std::nullopt;
    // Where a passage reaches the end, the last newline is part of what must fit.
    const bool from_ends = forward ? passage.old_ends : passage.new_ends;
    if (!from.empty() && from_ends != (at == lines.size() && ends_open)) return std::nullopt;
    for (const auto& line : to) (out += line) += '\n';
    if (at == lines.size()) ends_open = forward ? passage.new_ends : passage.old_ends;
  }
  for (; at < lines.size(); ++at) (out += lines[at]) += '\n';
  if (ends_open && !out.empty()) out.pop_back();
  return out;
}

std::uint32_t first_line(const Passage& passage) {
  return static_cast<std::uint32_t>(std::max<std::size_t>(1, passage.new_line + passage.first_change));
}

void add(std::vector<FileDiff>& out, const File& file,
         const std::function<std::optional<std::string>(const std::string&)>& content) {
  const bool fresh = file.old_path.empty(), gone = file.new_path.empty();
  const std::string& path = gone ? file.old_path : file.new_path;
  if (path.empty() || file.passages.empty()) return;
  const auto& first = file.passages.front();
  if (fresh || gone) {
    FileDiff one{path, std::nullopt, "", gone, true, 1};
    if (fresh) one.new_text = joined(first.new_lines, first.new_ends);
    else one.old_text = joined(first.old_lines, first.old_ends);
    if (one.new_text.size() + one.old_text.value_or("").size() <= k_diff_text_max) out.push_back(std::move(one));
    return;
  }
  const auto text = content(path);
  if (text && text->size() <= k_diff_text_max) {
    if (auto old_text = exchanged(*text, file.passages, false))
      return out.push_back({path, *std::move(old_text), *text, false, true, first_line(first)});
    if (auto new_text = exchanged(*text, file.passages, true))
      return out.push_back({path, *text, *std::move(new_text), false, true, first_line(first)});
  }
  for (const auto& passage : file.passages) {
    FileDiff one{path, joined(passage.old_lines, passage.old_ends), joined(passage.new_lines, passage.new_ends), false, false, first_line(passage)};
    if (one.new_text.size() + one.old_text->size() <= k_diff_text_max) out.push_back(std::move(one));
  }
}

}  // namespace

std::vector<FileDiff> read_diff(std::string_view diff, const std::function<std::optional<std::string>(const std::string&)>& content) {
  std::vector<FileDiff> out;
  std::size_t files = 0;
  for (const auto& file : parse(diff)) {
    if (files++ == k_diff_files_max) break;
    add(out, file, content);
  }
  return out;
}

std::vector<std::string> modified_paths(std::string_view diff) {
  std::vector<std::string> out;
  for (const auto& file : parse(diff))
    if (!file.old_path.empty() && !file.new_path.empty() && out.size() < k_diff_files_max) out.push_back(file.new_path);
  return out;
}

}  // namespace acp
