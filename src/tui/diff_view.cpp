#include "diff_view.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <utility>

#include "base/paths.h"
#include "clean.h"
#include "syntax.h"

namespace tui {

namespace {

constexpr std::size_t k_diff_bytes = std::size_t{4} << 20;
constexpr std::size_t k_line_bytes = 2000;

/// "@@ -12,3 +14,4 @@": where both sides begin, and how many lines of each are still to come.
struct Hunk {
  std::size_t old_line = 0, new_line = 0, old_left = 0, new_left = 0;
};
Hunk hunk_of(std::string_view line) {
  Hunk out;
  const auto read = [line](char sign, std::size_t& first, std::size_t& count) {
    const auto at = line.find(sign, 2);
    if (at == std::string_view::npos) return;
    const auto* const end = line.data() + line.size();
    const auto number = std::from_chars(line.data() + at + 1, end, first);
    count = 1;
    if (number.ptr < end && *number.ptr == ',') std::from_chars(number.ptr + 1, end, count);
  };
  read('-', out.old_line, out.old_left);
  read('+', out.new_line, out.new_left);
  return out;
}

std::string_view file_of(std::string_view line) {
  auto name = line.substr(4);
  if (name.starts_with("a/") || name.starts_with("b/")) name.remove_prefix(2);
  return name.substr(0, name.find('\t'));
}

class Reader {
 public:
  Lines lines;
  void line(std::string_view text) {
    if (text.starts_with('\\')) return;   // no newline at the end
    if (at_.old_left + at_.new_left > 0 && !text.starts_with("@@")) return body(text);
    if (text.starts_with("diff ") || text.starts_with("index ") || text.starts_with("new file") || text.starts_with("deleted file") ||
        text.starts_with("similarity ") || text.starts_with("rename ")) {
      in_hunk_ = false;
      return;
    }
    if (text.starts_with("--- ")) {
      old_name_ = file_of(text);
      in_hunk_ = false;
    } else if (text.starts_with("+++ ")) {
      head(file_of(text));
    } else if (text.starts_with("@@")) {
      if (std::exchange(in_hunk_, true)) lines.push_back(Line("      ⋮", Tone::dim));
      at_ = hunk_of(text);
    } else if (!text.empty()) {   // what plumb or git says of the next file
      in_hunk_ = false;
      lines.push_back(Line(clean_line(text), Tone::dim));
    }
  }

 private:
  void head(std::string_view name) {
    const bool gone = name == "/dev/null", made = old_name_ == "/dev/null";
    const auto shown = clean_line(gone ? std::string_view(old_name_) : name);
    lines.push_back(Line(shown, Tone::accent, k_bold).add(gone ? "  deleted" : made ? "  new" : "", Tone::dim));
    const auto extension = base::extension(shown);
    syntax_.emplace(extension.empty() ? extension : extension.substr(1));
  }
  void body(std::string_view text) {
    const char sign = text.empty() ? ' ' : text.front();
    const std::string words = clean_line(text.substr(text.empty() ? 0 : 1).substr(0, k_line_bytes));
    const auto number = sign == '-' ? at_.old_line : at_.new_line;
    if (sign != '+') {
      ++at_.old_line;
      at_.old_left -= std::min<std::size_t>(at_.old_left, 1);
    }
    if (sign != '-') {
      ++at_.new_line;
      at_.new_left -= std::min<std::size_t>(at_.new_left, 1);
    }
    std::string shown = std::to_string(number);
    shown.insert(0, shown.size() < 5 ? 5 - shown.size() : 0, ' ');
    Line out(shown + " ", Tone::dim);
    if (sign == '+') out.add("+ " + words, Tone::good);
    else if (sign == '-') out.add("- " + words, Tone::bad);
    else out.add("  ").add(syntax_ ? syntax_->line(words) : Line(words));
    out.hang = 8;
    lines.push_back(std::move(out));
  }
  std::string old_name_;
  Hunk at_;
  bool in_hunk_ = false;   ///< of the present file one was shown
  std::optional<Syntax> syntax_;
};

}  // namespace

Lines diff_lines(std::string_view diff, std::size_t lines_max) {
  Reader reader;
  std::size_t left = 0;
  diff = diff.substr(0, k_diff_bytes);
  while (!diff.empty()) {
    const auto end = diff.find('\n');
    if (reader.lines.size() < lines_max) reader.line(diff.substr(0, end));
    else ++left;
    if (end == std::string_view::npos) break;
    diff.remove_prefix(end + 1);
  }
  if (left > 0) reader.lines.push_back(Line("      and " + std::to_string(left) + (left == 1 ? " line more" : " lines more"), Tone::dim));
  return reader.lines;
}

}  // namespace tui
