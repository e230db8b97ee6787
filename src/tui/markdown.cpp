// A machine over lines: a paragraph or an item is open until a line ends it, a fence puts out each line at once, a table is held
// back until it is whole, since its columns have the width of the widest cell.

#include "markdown.h"

#include <algorithm>
#include <utility>

#include "clean.h"
#include "text/width.h"

namespace tui {

namespace {

constexpr std::size_t k_line_max = std::size_t{16} << 10;

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

std::size_t indent_of(std::string_view text) { return std::min(text.find_first_not_of(' '), text.size()); }

bool is_rule(std::string_view text) {
  const auto t = trimmed(text);
  if (t.size() < 3 || (t[0] != '-' && t[0] != '*' && t[0] != '_')) return false;
  return std::all_of(t.begin(), t.end(), [&](char c) { return c == t[0] || c == ' '; });
}

/// The mark that opens or closes a fence: "```" or longer, "~~~".
std::string fence_mark(std::string_view text) {
  const auto t = trimmed(text);
  if (!t.starts_with("```") && !t.starts_with("~~~")) return {};
  return std::string(t.substr(0, std::min(t.find_first_not_of(t[0]), t.size())));
}

/// Length of "- ", "* ", "12. " with which an item begins; 0 = it is none.
std::size_t bullet(std::string_view text) {
  if (text.size() > 1 && (text[0] == '-' || text[0] == '*' || text[0] == '+') && text[1] == ' ') return 2;
  std::size_t digits = 0;
  while (digits < text.size() && digits < 9 && text[digits] >= '0' && text[digits] <= '9') ++digits;
  return digits > 0 && digits + 1 < text.size() && (text[digits] == '.' || text[digits] == ')') && text[digits + 1] == ' ' ? digits + 2 : 0;
}

bool is_row(std::string_view text) { return trimmed(text).starts_with('|'); }

std::vector<std::string> cells_of(std::string_view row) {
  std::vector<std::string> out;
  row = trimmed(row);
  if (row.starts_with('|')) row.remove_prefix(1);
  if (row.ends_with('|')) row.remove_suffix(1);
  std::string cell;
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (row[i] == '\\' && i + 1 < row.size() && row[i + 1] == '|') {
      cell += '|';
      ++i;
    } else if (row[i] == '|') {
      out.emplace_back(trimmed(cell));
      cell.clear();
    } else {
      cell += row[i];
    }
  }
  out.emplace_back(trimmed(cell));
  return out;
}

bool is_separator(const std::vector<std::string>& cells) {
  return std::all_of(cells.begin(), cells.end(), [](const std::string& cell) {
    return !cell.empty() && cell.find_first_not_of(":-") == std::string::npos && cell.find('-') != std::string::npos;
  });
}

bool word_at(std::string_view text, std::size_t i) {
  if (i >= text.size()) return false;
  const auto c = static_cast<unsigned char>(text[i]);
  return c >= 0x80 || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/// Where the emphasis that `mark` opens at `at` ends, or npos.
std::size_t closing(std::string_view text, std::size_t at, std::string_view mark) {
  const auto from = at + mark.size();
  if (from >= text.size() || text[from] == ' ' || (mark[0] == '_' && at > 0 && word_at(text, at - 1))) return std::string_view::npos;
  for (auto end = text.find(mark, from + 1); end != std::string_view::npos; end = text.find(mark, end + 1)) {
    const bool longer = mark.size() == 1 && (text.substr(end + 1, 1) == mark || text.substr(end - 1, 1) == mark);
    if (text[end - 1] != ' ' && !longer && !(mark[0] == '_' && word_at(text, end + mark.size()))) return end;
  }
  return std::string_view::npos;
}

void add_inline(Line& out, std::string_view text, Tone tone, std::uint8_t marks, int depth);

/// A code span, emphasis or a link at `at`; the offset behind it, or `at` if there is none.
std::size_t special(Line& out, std::string_view text, std::size_t at, Tone tone, std::uint8_t marks, int depth) {
  if (text[at] == '`') {
    std::size_t ticks = 1;
    while (at + ticks < text.size() && text[at + ticks] == '`') ++ticks;
    const auto mark = text.substr(at, ticks);
    const auto end = text.find(mark, at + ticks);
    if (end == std::string_view::npos) return at;
    const auto inner = text.substr(at + ticks, end - at - ticks);
    out.add(std::string(ticks > 1 ? trimmed(inner) : inner), Tone::code, marks);
    return end + ticks;
  }
  struct Emphasis {
    std::string_view mark;
    std::uint8_t bit;
  };
  for (const auto& [mark, bit] : {Emphasis{"**", k_bold}, Emphasis{"__", k_bold}, Emphasis{"~~", k_strike}, Emphasis{"*", k_italic}, Emphasis{"_", k_italic}}) {
    if (!text.substr(at).starts_with(mark)) continue;
    const auto end = closing(text, at, mark);
    if (end == std::string_view::npos) continue;
    add_inline(out, text.substr(at + mark.size(), end - at - mark.size()), tone, static_cast<std::uint8_t>(marks | bit), depth + 1);
    return end + mark.size();
  }
  if (text[at] == '[') {
    const auto middle = text.find("](", at);
    const auto end = middle == std::string_view::npos ? middle : text.find(')', middle);
    if (end == std::string_view::npos || text.find('[', at + 1) < middle) return at;
    const auto name = text.substr(at + 1, middle - at - 1), target = text.substr(middle + 2, end - middle - 2);
    add_inline(out, name, tone, static_cast<std::uint8_t>(marks | k_underline), depth + 1);
    if (name != target) out.add(" (" + std::string(target) + ")", Tone::dim);
    return end + 1;
  }
  return at;
}

void add_inline(Line& out, std::string_view text, Tone tone, std::uint8_t marks, int depth) {
  std::string plain;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == '\\' && at + 1 < text.size() && std::string_view("\\`*_{}[]()#+-.!|~<>").find(text[at + 1]) != std::string_view::npos) {
      plain += text[at + 1];
      at += 2;
      continue;
    }
    if (depth < 4 && (c == '`' || c == '*' || c == '_' || c == '~' || c == '[')) {
      Line part;
      const auto end = special(part, text, at, tone, marks, depth);
      if (end != at) {
        out.add(std::exchange(plain, {}), tone, marks);
        out.add(part);
        at = end;
        continue;
      }
    }
    plain += c;
    ++at;
  }
  out.add(std::move(plain), tone, marks);
}

}  // namespace

Line inline_markdown(std::string_view text, Tone tone, std::uint8_t marks) {
  Line out;
  add_inline(out, text, tone, marks, 0);
  return out;
}

// ---- blocks

void Markdown::out(Line line) {
  whole_.push_back(std::move(line));
  any_ = true;
}

void Markdown::gap() {
  if (std::exchange(blank_, false) && any_) whole_.emplace_back();
}

void Markdown::begin(Block block) {
  close();
  gap();
  open_ = std::move(block);
}

void Markdown::close() {
  close_table();
  if (!open_) return;
  Line line = open_->prefix;
  line.hang = open_->prefix.width();
  line.add(inline_markdown(trimmed(open_->text), open_->tone, open_->marks));
  open_.reset();
  out(std::move(line));
}

void Markdown::close_table() {
  if (table_.empty()) return;
  std::vector<std::vector<Line>> rows;
  std::vector<std::size_t> widths;
  bool has_head = false;
  for (const auto& text : std::exchange(table_, {})) {
    const auto cells = cells_of(text);
    if (rows.size() == 1 && !has_head && is_separator(cells)) {
      has_head = true;
      continue;
    }
    auto& row = rows.emplace_back();
    for (std::size_t i = 0; i < cells.size() && i < 64; ++i) {
      row.push_back(inline_markdown(cells[i], Tone::plain, 0));
      if (widths.size() <= i) widths.push_back(0);
      widths[i] = std::max(widths[i], row[i].width());
    }
  }
  gap();
  for (std::size_t r = 0; r < rows.size(); ++r) {
    Line line;
    for (std::size_t i = 0; i < rows[r].size(); ++i) {
      if (i > 0) line.add(" │ ", Tone::dim);
      for (auto& span : rows[r][i].spans)
        line.add(span.text, span.tone, static_cast<std::uint8_t>(span.marks | (has_head && r == 0 ? k_bold : 0)));
      if (i + 1 < rows[r].size()) line.add(std::string(widths[i] - rows[r][i].width(), ' '));
    }
    out(std::move(line));
    if (r > 0 || !has_head) continue;
    std::string rule;
    for (std::size_t i = 0; i < widths.size(); ++i) {
      if (i > 0) rule += "─┼─";
      for (std::size_t k = 0; k < widths[i]; ++k) rule += "─";
    }
    out(Line(std::move(rule), Tone::dim));
  }
}

void Markdown::fence_line(std::string_view text) {
  const auto mark = fence_mark(text);
  if (!mark.empty() && mark.starts_with(fence_->mark) && trimmed(text) == mark) {
    fence_.reset();
    blank_ = true;
    return;
  }
  Line line = fence_->syntax.line(text);
  line.whole = true;
  out(std::move(line));
}

void Markdown::line(std::string_view raw) {
  const std::string text = clean(raw.substr(0, k_line_max));
  if (fence_) return fence_line(text);
  if (const auto mark = fence_mark(text); !mark.empty()) {
    close();
    blank_ = blank_ || any_;
    gap();
    const auto language = trimmed(trimmed(text).substr(mark.size()));
    fence_.emplace(Fence{mark, Syntax(language.substr(0, language.find_first_of(" ,{:")))});
    return;
  }
  text_line(text);
}

void Markdown::text_line(std::string_view text) {
  const auto body = trimmed(text);
  if (body.empty()) {
    close();
    blank_ = any_;
    return;
  }
  if (is_row(text) && !open_) {
    table_.emplace_back(text);
    return;
  }
  close_table();
  const auto hashes = std::min(body.find_first_not_of('#'), body.size());
  if (hashes >= 1 && hashes <= 6 && hashes < body.size() && body[hashes] == ' ') {
    blank_ = blank_ || any_;
    begin({{}, std::string(trimmed(body.substr(hashes))), Tone::heading, 0});
    close();
    return;
  }
  if (is_rule(text)) {
    close();
    gap();
    return out(Line("────────", Tone::dim));
  }
  const auto indent = indent_of(text);
  if (const auto length = bullet(body); length > 0) {
    Block item;
    item.prefix.add(std::string(indent, ' '));
    item.prefix.add(length == 2 ? "• " : std::string(body.substr(0, length)), Tone::accent);
    auto words = body.substr(length);
    if (words.starts_with("[ ] ") || words.starts_with("[x] ") || words.starts_with("[X] ")) {
      item.prefix.add(words[1] == ' ' ? "☐ " : "☑ ", Tone::accent);
      words.remove_prefix(4);
    }
    item.text = words;
    return begin(std::move(item));
  }
  if (body.starts_with('>')) {
    const auto words = trimmed(body.substr(1));
    const bool goes_on = open_ && !open_->prefix.spans.empty() && open_->prefix.spans.front().text == "│ ";
    if (goes_on && !words.empty()) {
      open_->text += " " + std::string(words);
      return;
    }
    Block quote;
    quote.prefix.add("│ ", Tone::dim);
    quote.text = words;
    quote.marks = k_italic;
    return begin(std::move(quote));
  }
  if (open_) {   // it goes on; two blanks at its end are a break
    if (open_->text.ends_with("  ")) {
      auto next = *open_;
      next.prefix = Line(std::string(open_->prefix.width(), ' '));
      next.text = body;
      close();
      open_ = std::move(next);
    } else if (open_->text.size() + body.size() > k_line_max) {   // what is open is drawn again and again
      close();
      return begin({{}, std::string(body), Tone::plain, 0});
    } else {
      open_->text += " " + std::string(body);
    }
    if (text.ends_with("  ")) open_->text += "  ";
    return;
  }
  if (indent >= 4) {   // code without a fence, or the second paragraph of an item: as it is
    gap();
    return out(Line(std::string(text)));
  }
  begin({{}, std::string(body) + (text.ends_with("  ") ? "  " : ""), Tone::plain, 0});
}

void Markdown::feed(std::string_view bytes) {
  partial_ += bytes;
  std::size_t begin = 0;
  for (auto end = partial_.find('\n'); end != std::string::npos; end = partial_.find('\n', begin)) {
    auto whole = std::string_view(partial_).substr(begin, end - begin);
    if (whole.ends_with('\r')) whole.remove_suffix(1);
    line(whole);
    begin = end + 1;
  }
  partial_.erase(0, begin);
  if (partial_.size() > k_line_max) line(std::exchange(partial_, {}));
}

void Markdown::finish() {
  if (!partial_.empty()) line(std::exchange(partial_, {}));
  close();
  fence_.reset();
}

Lines Markdown::take() { return std::exchange(whole_, {}); }

Lines Markdown::tail() const {
  Markdown rest = *this;
  rest.whole_.clear();
  rest.finish();
  return rest.take();
}

}  // namespace tui
