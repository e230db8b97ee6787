// The subset of a VT220 and xterm that programs use with TERM=xterm: cursor motion, erasing, inserting
// and deleting, the scrolled region, the alternate screen, line drawing. Colours, titles, the mouse and
// everything else are understood only as far as to be skipped. Nothing is answered.
//
// Own code, although there is a library: Debian 12 has libvterm 0.1.4 (of 2020), and these bytes come from
// anybody. Given random sequences in pieces of 1 KB it needed more than 2 s for one piece within 10 s in
// five runs of six, and in the sixth it read out of its memory.
//
// A line is as long as it was written to, so erasing costs nothing and scrolling moves pointers.
#include "screen.h"

#include <algorithm>
#include <utility>

#include "text/cut.h"
#include "text/utf8.h"
#include "text/width.h"

namespace tools {

namespace {

constexpr std::size_t k_sequence_max = 64;   // longer ones are skipped
constexpr int k_number_max = 9999;
constexpr int k_tab = 8;

// The line drawing set of a VT100, from '`' on.
constexpr std::u32string_view k_drawing = U"◆▒␉␌␍␊°±␤␋┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·";
static_assert(k_drawing.size() == U'~' - U'`' + 1);

}  // namespace

Screen::Screen(int columns, int rows)
    : columns_(std::clamp(columns, 1, k_screen_columns_max)), rows_(std::clamp(rows, 1, k_screen_rows_max)),
      lines_(static_cast<std::size_t>(rows_)), other_(static_cast<std::size_t>(rows_)), bottom_(rows_ - 1) {}

// ---- bytes ----

void Screen::feed(std::string_view bytes) {
  for (const char byte : bytes) take(static_cast<unsigned char>(byte));
}

void Screen::take(unsigned char byte) {
  if (state_ == State::string || state_ == State::string_escape) {   // a title and the like: to BEL or ESC backslash
    if (state_ == State::string_escape && byte != '\\') {
      state_ = State::escape;
    } else if (byte == '\n') {   // one without an end
      state_ = State::text;
    } else {
      const bool is_end = byte == 0x07 || byte == 0x18 || byte == 0x1a || state_ == State::string_escape;
      state_ = is_end ? State::text : byte == 0x1b ? State::string_escape : State::string;
      return;
    }
  }
  if (byte < 0x20 || byte == 0x7f) return take_control(byte);
  switch (state_) {
    case State::text: break;
    case State::escape: return take_escape(byte);
    case State::charset:
      draws_lines_ = byte == '0';
      state_ = State::text;
      return;
    case State::other_charset:
    case State::skip_one: state_ = State::text; return;
    default: return take_sequence(byte);
  }
  held_ += static_cast<char>(byte);
  while (!held_.empty()) {
    const auto next = text::decode(held_);
    if (next.kind == text::Decoded::Kind::cut) return;
    held_.erase(0, next.size);
    take_text(next.value);
  }
}

void Screen::take_control(unsigned char byte) {
  if (state_ == State::text && !held_.empty()) {   // a character that was broken off
    held_.clear();
    take_text(text::k_replacement);
  }
  switch (byte) {
    case 0x1b:
      state_ = State::escape;
      held_.clear();
      return;
    case 0x18:
    case 0x1a:
      state_ = State::text;
      held_.clear();
      return;
    case '\b': go_by(0, -1); return;
    case '\t': go_to(row_, column_ / k_tab * k_tab + k_tab); return;
    case '\n':
    case 0x0b:
    case 0x0c: line_feed(); return;
    case '\r': go_to(row_, 0); return;
    default: return;
  }
}

void Screen::take_escape(unsigned char byte) {
  state_ = State::text;
  switch (byte) {
    case '[': state_ = State::sequence; return;
    case ']':
    case 'P':
    case 'X':
    case '^':
    case '_': state_ = State::string; return;
    case '(': state_ = State::charset; return;
    case ')':
    case '*':
    case '+': state_ = State::other_charset; return;
    case '#':
    case '%':
    case ' ': state_ = State::skip_one; return;
    case '7': saved_ = {row_, column_, is_origin_}; return;
    case '8':
      is_origin_ = saved_.is_origin;
      go_to(saved_.row, saved_.column);
      return;
    case 'D': line_feed(); return;
    case 'E':
      line_feed();
      go_to(row_, 0);
      return;
    case 'M': reverse_line_feed(); return;
    case 'c': reset(); return;
    default: return;
  }
}

void Screen::take_sequence(unsigned char byte) {
  const bool is_end = byte >= 0x40;
  if (held_.size() < k_sequence_max) held_ += static_cast<char>(byte);
  if (!is_end) return;
  state_ = State::text;
  const bool is_whole = held_.size() < k_sequence_max;
  if (is_whole) {
    held_.pop_back();
    run_sequence(static_cast<char>(byte));
  }
  held_.clear();
}

/// The parameter `at`; `usual` if it is missing or 0.
int Screen::number(std::size_t at, int usual) const {
  int value = 0;
  for (const char c : held_) {
    if (c == ';' || c == ':') {
      if (at-- == 0) break;
      value = 0;
    } else if (c >= '0' && c <= '9') {
      value = std::min(value * 10 + (c - '0'), k_number_max);
    }
  }
  if (at != 0 && at != static_cast<std::size_t>(-1)) return usual;   // there are fewer
  return value == 0 ? usual : value;
}

void Screen::run_sequence(char end) {
  const bool is_private = !held_.empty() && (held_[0] < '0' || held_[0] > ';');
  const bool has_more = held_.find_first_of(" !\"#$%&'()*+,-./") != std::string::npos;
  if (has_more) return;
  if (is_private) {
    if (held_[0] == '?' && (end == 'h' || end == 'l')) set_modes(end == 'h');
    else if (held_[0] == '?' && end == 'J') erase_in_screen(number(0, 0));
    else if (held_[0] == '?' && end == 'K') erase_in_line(number(0, 0));
    return;
  }
  const int count = number(0, 1);
  const int origin = is_origin_ ? top_ : 0;
  switch (end) {
    case 'A': drawn_ = true; return go_by(-count, 0);
    case 'B':
    case 'e': return go_by(count, 0);
    case 'C':
    case 'a': return go_by(0, count);
    case 'D': return go_by(0, -count);
    case 'E': return go_to(std::min(row_ + count, rows_ - 1), 0);
    case 'F': drawn_ = true; return go_to(std::max(row_ - count, 0), 0);
    case 'G':
    case '`': return go_to(row_, count - 1);
    case 'H':
    case 'f': drawn_ = true; return go_to(origin + count - 1, number(1, 1) - 1);
    case 'd': drawn_ = true; return go_to(origin + count - 1, column_);
    case 'I': return go_to(row_, (column_ / k_tab + std::min(count, columns_)) * k_tab);
    case 'Z': return go_to(row_, std::max((column_ + k_tab - 1) / k_tab - count, 0) * k_tab);
    case 'J': return erase_in_screen(number(0, 0));
    case 'K': return erase_in_line(number(0, 0));
    case 'X': return erase(row_, column_, column_ + count);
    case '@': return shift_cells(count);
    case 'P': return shift_cells(-count);
    case 'L':
      if (row_ >= top_ && row_ <= bottom_) scroll(row_, bottom_, -count);
      return;
    case 'M':
      if (row_ >= top_ && row_ <= bottom_) scroll(row_, bottom_, count);
      return;
    case 'S': return scroll(top_, bottom_, count);
    case 'T': return scroll(top_, bottom_, -count);
    case 'b':
      for (int i = 0; i < std::min(count, columns_) && last_ != 0; ++i) take_text(last_);
      return;
    case 'r': {
      drawn_ = true;
      const int top = count - 1, bottom = std::min(number(1, rows_), rows_) - 1;
      if (top >= bottom) return;
      top_ = top;
      bottom_ = bottom;
      return go_to(is_origin_ ? top_ : 0, 0);
    }
    case 's': saved_ = {row_, column_, is_origin_}; return;
    case 'u': return go_to(saved_.row, saved_.column);
    case 'h':
    case 'l':
      if (number(0, 0) == 4) inserts_ = end == 'h';
      return;
    default: return;   // colours and all that is not shown
  }
}

void Screen::set_modes(bool on) {
  const auto count = static_cast<std::size_t>(std::count(held_.begin(), held_.end(), ';')) + 1;
  for (std::size_t i = 0; i < count; ++i) set_mode(number(i, 0), on);
}

void Screen::set_mode(int mode, bool on) {
  switch (mode) {
    case 6:
      is_origin_ = on;
      return go_to(on ? top_ : 0, 0);
    case 7: wraps_ = on; return;
    case 47:
    case 1047: return set_alternate(on, false);
    case 1049: return set_alternate(on, true);
    default: return;
  }
}

// ---- characters ----

void Screen::take_text(char32_t character) {
  if (draws_lines_ && character >= U'`' && character <= U'~') character = k_drawing[character - U'`'];
  const int width = text::width(character);
  if (width <= 0) return combine(character);
  last_ = character;
  put(character, std::min(width, 2));
}

void Screen::put(char32_t character, int width) {
  if (width > columns_) return;
  const bool is_full = is_pending_ || column_ + width > columns_;
  if (is_full && wraps_) {
    go_to(row_, 0);
    line_feed();
  } else if (is_full) {
    go_to(row_, columns_ - width);
  }
  if (inserts_) shift_cells(width);
  Line& line = lines_[static_cast<std::size_t>(row_)];
  const auto at = static_cast<std::size_t>(column_), end = at + static_cast<std::size_t>(width);
  if (line.size() < end) line.resize(end);
  const bool cuts = line[at].is_second || (end < line.size() && line[end].is_second);
  line[at] = Cell{{character, 0, 0}, false};
  if (width == 2) line[at + 1] = Cell{{U' ', 0, 0}, true};
  if (cuts) mend(line);
  column_ = std::min(column_ + width, columns_ - 1);
  is_pending_ = end == static_cast<std::size_t>(columns_);
}

void Screen::combine(char32_t character) {
  if (character < 0x20) return;
  Line& line = lines_[static_cast<std::size_t>(row_)];
  auto at = static_cast<std::size_t>(is_pending_ ? column_ : column_ - 1);
  if (column_ == 0 && !is_pending_) return;
  if (at >= line.size()) return;
  if (line[at].is_second && at > 0) --at;
  auto& characters = line[at].characters;
  const auto place = std::find(characters.begin(), characters.end(), char32_t{0});
  if (place != characters.end()) *place = character;
}

void Screen::mend(Line& line) const {
  for (std::size_t i = 0; i < line.size(); ++i) {
    const bool is_wide = text::width(line[i].characters[0]) == 2;
    const bool has_second = i + 1 < line.size() && line[i + 1].is_second;
    if (line[i].is_second) line[i] = Cell();
    else if (is_wide && has_second) ++i;
    else if (is_wide) line[i] = Cell();
  }
}

// ---- places ----

void Screen::go_to(int row, int column) {
  const int top = is_origin_ ? top_ : 0, bottom = is_origin_ ? bottom_ : rows_ - 1;
  row_ = std::clamp(row, top, bottom);
  column_ = std::clamp(column, 0, columns_ - 1);
  is_pending_ = false;
}

/// Up and down it does not leave the scrolled region.
void Screen::go_by(int rows, int columns) {
  const int top = row_ >= top_ ? top_ : 0, bottom = row_ <= bottom_ ? bottom_ : rows_ - 1;
  row_ = std::clamp(row_ + rows, top, bottom);
  column_ = std::clamp(column_ + columns, 0, columns_ - 1);
  is_pending_ = false;
}

void Screen::line_feed() {
  is_pending_ = false;
  if (row_ == bottom_) scroll(top_, bottom_, 1);
  else if (row_ < rows_ - 1) ++row_;
}

void Screen::reverse_line_feed() {
  is_pending_ = false;
  drawn_ = true;
  if (row_ == top_) scroll(top_, bottom_, -1);
  else if (row_ > 0) --row_;
}

void Screen::scroll(int top, int bottom, int lines) {
  const int height = bottom - top + 1;
  const int count = std::min(lines < 0 ? -lines : lines, height);
  const auto begin = lines_.begin() + top, end = lines_.begin() + bottom + 1;
  if (lines < 0) {
    std::rotate(begin, end - count, end);
    std::for_each(begin, begin + count, [](Line& line) { line.clear(); });
    return;
  }
  if (top == 0 && !alternate_) {
    for (auto line = begin; line != begin + count; ++line) {
      for (const auto& cell : *line)
        for (const char32_t character : cell.characters)
          if (character != 0 && !cell.is_second) text::append_utf8(scrolled_, character);
      while (scrolled_.ends_with(' ')) scrolled_.pop_back();
      scrolled_ += '\n';
    }
    if (scrolled_.size() >= 2 * k_scrolled_max) scrolled_ = text::clip_front(scrolled_, k_scrolled_max);
  }
  std::for_each(begin, begin + count, [](Line& line) { line.clear(); });
  std::rotate(begin, begin + count, end);
}

// ---- erasing ----

void Screen::erase(int row, int from, int to) {
  Line& line = lines_[static_cast<std::size_t>(row)];
  const auto begin = static_cast<std::size_t>(std::max(from, 0));
  const auto end = static_cast<std::size_t>(std::min(to, columns_));
  is_pending_ = false;
  if (begin >= line.size()) return;
  if (end >= line.size()) {
    line.resize(begin);
  } else {
    std::fill(line.begin() + static_cast<std::ptrdiff_t>(begin), line.begin() + static_cast<std::ptrdiff_t>(end), Cell());
  }
  mend(line);
}

void Screen::erase_in_line(int how) {
  erase(row_, how == 0 ? column_ : 0, how == 1 ? column_ + 1 : columns_);
}

void Screen::erase_in_screen(int how) {
  if (how != 0) drawn_ = true;
  if (how > 2) return;   // what has scrolled out
  erase_in_line(how);
  const int from = how == 0 ? row_ + 1 : 0, to = how == 1 ? row_ : rows_;
  for (int row = from; row < to; ++row) lines_[static_cast<std::size_t>(row)].clear();
}

void Screen::shift_cells(int count) {
  Line& line = lines_[static_cast<std::size_t>(row_)];
  const auto at = static_cast<std::size_t>(column_), width = static_cast<std::size_t>(columns_);
  is_pending_ = false;
  if (at >= line.size()) return;
  const auto begin = line.begin() + column_;
  if (count < 0) {
    const auto gone = std::min(static_cast<std::size_t>(-count), line.size() - at);
    line.erase(begin, begin + static_cast<std::ptrdiff_t>(gone));
  } else {
    line.insert(begin, std::min(static_cast<std::size_t>(count), width - at), Cell());
    if (line.size() > width) line.resize(width);
  }
  mend(line);
}

// ---- both screens ----

void Screen::set_alternate(bool on, bool with_cursor) {
  if (on == alternate_) return;
  drawn_ = true;
  alternate_ = on;
  std::swap(lines_, other_);
  top_ = 0;
  bottom_ = rows_ - 1;
  if (on) {
    for (auto& line : lines_) line.clear();
    saved_main_ = {row_, column_, is_origin_};
  } else if (with_cursor) {
    is_origin_ = false;
    go_to(saved_main_.row, saved_main_.column);
  }
}

void Screen::reset() {
  std::string scrolled = std::move(scrolled_);
  *this = Screen(columns_, rows_);
  scrolled_ = std::move(scrolled);
  drawn_ = true;
}

// ---- what is seen ----

std::string Screen::text() const {
  std::string out;
  std::size_t end = 0;   // after the last line with something on it
  for (const auto& line : lines_) {
    const auto begin = out.size();
    for (const auto& cell : line) {
      if (cell.is_second) continue;
      for (const char32_t character : cell.characters)
        if (character != 0) text::append_utf8(out, character);
    }
    while (out.size() > begin && out.back() == ' ') out.pop_back();
    const bool is_empty = out.size() == begin;
    out += '\n';
    if (!is_empty) end = out.size();
  }
  out.resize(end);
  return out;
}

bool Screen::take_drawn() { return std::exchange(drawn_, false) || alternate_; }

std::string Screen::take_scrolled() {
  std::string out = std::exchange(scrolled_, "");
  return out.size() > k_scrolled_max ? std::string(text::clip_front(out, k_scrolled_max)) : out;
}

}  // namespace tools
