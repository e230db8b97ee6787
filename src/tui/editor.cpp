// A paste is one character of a plane of private use (its number in pastes_ behind k_first), which typed text never has: so
// moving over it and deleting it need nothing of their own.

#include "editor.h"

#include <algorithm>

#include "clean.h"
#include "text/utf8.h"
#include "text/width.h"

namespace tui {

namespace {

constexpr char32_t k_first = 0xF0000;
constexpr std::size_t k_pastes_max = 1000;
constexpr std::size_t k_undo_max = 200;

bool is_word(std::string_view character) {
  if (character.empty()) return false;
  const auto c = static_cast<unsigned char>(character.front());
  return c >= 0x80 || c == '_' || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

}  // namespace

const std::string* Editor::pasted(std::string_view character) const {
  const auto c = text::decode(character).value;
  return c >= k_first && c - k_first < pastes_.size() ? &pastes_[c - k_first] : nullptr;
}

std::string Editor::placeholder(const std::string& text) const {
  const auto breaks = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
  const auto lines = breaks + (text.ends_with('\n') ? 0 : 1);
  return lines > 1 ? "[pasted " + std::to_string(lines) + " lines]" : "[pasted " + std::to_string(text.size()) + " bytes]";
}

std::string Editor::text() const {
  std::string out;
  for (std::size_t at = 0; at < text_.size();) {
    const auto step = text::decode(text_, at);
    const auto bytes = std::string_view(text_).substr(at, step.size);
    const auto* const paste = pasted(bytes);
    out += paste != nullptr ? std::string_view(*paste) : bytes;
    at += std::max<std::size_t>(step.size, 1);
  }
  return out;
}

// ---- places

std::size_t Editor::before() const { return cursor_ == 0 ? 0 : text::previous_grapheme(text_, cursor_); }
std::size_t Editor::after() const { return cursor_ >= text_.size() ? text_.size() : text::next_grapheme(text_, cursor_); }

std::size_t Editor::line_begin() const {
  const auto found = cursor_ == 0 ? std::string::npos : text_.rfind('\n', cursor_ - 1);
  return found == std::string::npos ? 0 : found + 1;
}
std::size_t Editor::line_end() const { return std::min(text_.find('\n', cursor_), text_.size()); }

std::size_t Editor::word_before() const {
  std::size_t at = cursor_;
  bool inside = false;
  while (at > 0) {
    const auto from = text::previous_grapheme(text_, at);
    const bool word = is_word(std::string_view(text_).substr(from, at - from));
    if (inside && !word) break;
    inside = inside || word;
    at = from;
  }
  return at;
}

std::size_t Editor::word_after() const {
  std::size_t at = cursor_;
  bool inside = false;
  while (at < text_.size()) {
    const auto to = text::next_grapheme(text_, at);
    const bool word = is_word(std::string_view(text_).substr(at, to - at));
    if (inside && !word) break;
    inside = inside || word;
    at = to;
  }
  return at;
}

// ---- changes

void Editor::remember() {
  undo_.push_back({text_, cursor_});
  if (undo_.size() > k_undo_max) undo_.erase(undo_.begin());
}

void Editor::undo() {
  if (undo_.empty()) return;
  text_ = std::move(undo_.back().text);
  cursor_ = undo_.back().cursor;
  undo_.pop_back();
}

void Editor::move(std::size_t to) {
  cursor_ = to;
  killing_ = typing_ = false;
  goal_ = std::string::npos;
}

void Editor::erase(std::size_t begin, std::size_t end) {
  if (begin >= end) return;
  remember();
  text_.erase(begin, end - begin);
  move(begin);
}

void Editor::kill(std::size_t begin, std::size_t end) {
  if (begin >= end) return;
  const auto part = text_.substr(begin, end - begin);
  if (!killing_) killed_.clear();
  killed_ = begin < cursor_ ? part + killed_ : killed_ + part;
  erase(begin, end);
  killing_ = true;
}

void Editor::put(std::string_view text) {
  text_.insert(cursor_, text);
  move(cursor_ + text.size());
}

void Editor::insert(std::string_view text) {
  const bool goes_on = typing_ && text.size() <= 4 && text != " " && text != "\n";
  if (!goes_on) remember();
  put(clean(text));
  typing_ = true;
}

void Editor::paste(std::string_view pasted) {
  std::string text = text::to_valid_utf8(pasted);
  for (std::size_t at = 0; (at = text.find('\r', at)) != std::string::npos;)   // terminals paste line ends as Enter
    text.replace(at, at + 1 < text.size() && text[at + 1] == '\n' ? 2 : 1, "\n");
  const auto lines = std::count(text.begin(), text.end(), '\n');
  remember();
  if ((static_cast<std::size_t>(lines) < k_paste_lines && text.size() < k_paste_bytes) || pastes_.size() >= k_pastes_max) return put(clean(text));
  std::string character;
  text::append_utf8(character, static_cast<char32_t>(k_first + pastes_.size()));
  pastes_.push_back(std::move(text));
  put(character);
}

void Editor::set(std::string_view text) {
  if (text == text_) return;
  remember();
  text_ = clean(text);
  move(text_.size());
}

void Editor::replace(std::size_t begin, std::size_t end, std::string_view with) {
  begin = std::min(begin, text_.size());
  end = std::clamp(end, begin, text_.size());
  remember();
  const auto safe = clean(with);
  text_.replace(begin, end - begin, safe);
  move(begin + safe.size());
}

// ---- keys

bool Editor::key(const Key& key) {
  using What = Key::What;
  switch (key.what) {
    case What::text:
      if (key.ctrl) return key.text.size() == 1 && !key.alt && control(key.text[0]);
      if (key.alt) return key.text.size() == 1 && alt(key.text[0]);
      insert(key.text);
      return true;
    case What::paste: paste(key.text); return true;
    case What::enter:
      if (!key.shift) return false;
      insert("\n");
      return true;
    case What::backspace:
      if (key.ctrl || key.alt) kill(word_before(), cursor_);
      else erase(before(), cursor_);
      return true;
    case What::del:
      if (key.ctrl || key.alt) kill(cursor_, word_after());
      else erase(cursor_, after());
      return true;
    default: return arrow(key);
  }
}

bool Editor::arrow(const Key& key) {
  using What = Key::What;
  const bool word = key.ctrl || key.alt;
  switch (key.what) {
    case What::left: move(word ? word_before() : before()); return true;
    case What::right: move(word ? word_after() : after()); return true;
    case What::home: move(word ? 0 : line_begin()); return true;
    case What::end: move(word ? text_.size() : line_end()); return true;
    default: return false;
  }
}

bool Editor::control(char letter) {
  switch (letter) {
    case 'a': move(line_begin()); return true;
    case 'e': move(line_end()); return true;
    case 'b': move(before()); return true;
    case 'f': move(after()); return true;
    case 'h': erase(before(), cursor_); return true;
    case 'd':
      if (empty()) return false;
      erase(cursor_, after());
      return true;
    case 'k': kill(cursor_, line_end() == cursor_ ? after() : line_end()); return true;
    case 'u': kill(line_begin(), cursor_); return true;
    case 'w': {
      // As shells do: up to a blank.
      std::size_t at = cursor_;
      while (at > 0 && (text_[at - 1] == ' ' || text_[at - 1] == '\n')) --at;
      while (at > 0 && text_[at - 1] != ' ' && text_[at - 1] != '\n') --at;
      kill(at, cursor_);
      return true;
    }
    case 'y':
      remember();
      put(killed_);
      return true;
    case '_': undo(); return true;
    default: return false;
  }
}

bool Editor::alt(char letter) {
  switch (letter) {
    case 'b': move(word_before()); return true;
    case 'f': move(word_after()); return true;
    case 'd': kill(cursor_, word_after()); return true;
    default: return false;
  }
}

// ---- rows

std::vector<Editor::Row> Editor::rows(std::size_t columns) const {
  std::vector<Row> out(1);
  std::size_t used = 0;
  const auto add = [&](Cell cell, std::size_t end) {
    if (used + cell.width > columns && !out.back().cells.empty()) {
      out.back().open = false;
      out.emplace_back();
      used = 0;
    }
    used += cell.width;
    out.back().end = end;
    out.back().cells.push_back(std::move(cell));
  };
  for (std::size_t at = 0; at < text_.size();) {
    const auto end = text::next_grapheme(text_, at);
    const auto bytes = text_.substr(at, end - at);
    if (bytes == "\n") {
      out.back().end = at;
      out.emplace_back();
      out.back().end = end;
      used = 0;
    } else if (const auto* const paste = pasted(bytes)) {
      for (const char c : placeholder(*paste)) add({at, std::string(1, c), 1, true}, end);
    } else {
      add({at, bytes, text::width(bytes), false}, end);
    }
    at = end;
  }
  if (used >= columns) {   // the cursor needs a place of its own
    out.back().open = false;
    out.emplace_back();
    out.back().end = text_.size();
  }
  return out;
}

/// Row and index of the cell in front of which the cursor stands.
std::pair<std::size_t, std::size_t> Editor::place(const std::vector<Row>& rows) const {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& cells = rows[i].cells;
    for (std::size_t k = 0; k < cells.size(); ++k)
      if (cells[k].offset >= cursor_) return {i, k};
    if (rows[i].open && cursor_ <= rows[i].end) return {i, cells.size()};
  }
  return {rows.size() - 1, rows.back().cells.size()};
}

Editor::Layout Editor::layout(std::size_t columns, std::size_t rows_max) {
  columns_ = std::max<std::size_t>(columns, 2);
  const auto all = rows(columns_);
  const auto [row, index] = place(all);
  rows_max = std::max<std::size_t>(rows_max, 1);
  const std::size_t first = all.size() <= rows_max ? 0 : std::min(row + 1 > rows_max ? row + 1 - rows_max : 0, all.size() - rows_max);
  Layout out;
  for (std::size_t i = first; i < std::min(all.size(), first + rows_max); ++i) {
    Line line;
    for (const auto& cell : all[i].cells) {
      const auto tone = cell.is_paste ? Tone::accent : Tone::plain;
      if (!line.spans.empty() && line.spans.back().tone == tone) line.spans.back().text += cell.bytes;
      else line.add(cell.bytes, tone);
    }
    out.rows.push_back(std::move(line));
  }
  out.row = row - first;
  for (std::size_t i = 0; i < index; ++i) out.column += all[row].cells[i].width;
  return out;
}

bool Editor::move_row(int by) {
  const auto all = rows(columns_);
  const auto [row, index] = place(all);
  if ((by < 0 && row == 0) || (by > 0 && row + 1 >= all.size())) return false;
  std::size_t column = 0;
  for (std::size_t i = 0; i < index; ++i) column += all[row].cells[i].width;
  const auto goal = goal_ == std::string::npos ? column : goal_;
  const auto& to = all[by < 0 ? row - 1 : row + 1];
  std::size_t used = 0, offset = to.end;
  for (const auto& cell : to.cells) {
    if (used + cell.width > goal) {
      offset = cell.offset;
      break;
    }
    used += cell.width;
  }
  if (offset == to.end && !to.open && !to.cells.empty()) offset = to.cells.back().offset;
  move(offset);
  goal_ = goal;
  return true;
}

}  // namespace tui
