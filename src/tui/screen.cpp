// Moves are relative to the live area: nothing here knows where on the terminal it lies. A row never fills the last column, so
// that the cursor's place does not depend on how a terminal delays its wrap. After a resize the old rows may have
// been broken by the terminal: how many there are then follows from their widths, as the terminals that break rows anew do it.

#include "screen.h"

#include <algorithm>

namespace tui {

namespace {

constexpr const char* k_begin = "\033[?2026h";
constexpr const char* k_end = "\033[?2026l";
constexpr const char* k_hide = "\033[?25l";
constexpr const char* k_show = "\033[?25h";
constexpr const char* k_rest_of_line = "\033[K";
constexpr const char* k_rest_of_screen = "\033[J";

}  // namespace

void Screen::resize(std::size_t columns, std::size_t rows) {
  columns = std::max<std::size_t>(columns, 2);
  rows = std::max<std::size_t>(rows, 2);
  if (columns == columns_ && rows == rows_) return;
  columns_ = columns;
  rows_ = rows;
  all_anew_ = true;
}

void Screen::print(const Lines& lines) {
  for (const auto& line : lines)
    for (const auto& row : wrap(line, columns_ - 1)) {
      // A row of full width would lose its last character to the clearing of what is right of it: then all is cleared before.
      const bool fits = !line.whole || row.width() < columns_;
      if (!fits) printed_ += k_rest_of_screen;
      printed_ += paint(row, colours_);
      if (fits) printed_ += k_rest_of_line;
      printed_ += "\r\n";
    }
}

void Screen::show(Lines rows, Cursor cursor) {
  const std::size_t room = std::max<std::size_t>(rows_ - 1, 1);
  const std::size_t left_out = rows.size() > room ? rows.size() - room : 0;
  wanted_.clear();
  wanted_widths_.clear();
  for (std::size_t i = left_out; i < rows.size(); ++i) {
    const auto row = clip(rows[i], columns_ - 1);
    wanted_.push_back(paint(row, colours_));
    wanted_widths_.push_back(row.width());
  }
  if (wanted_.empty()) {
    wanted_.emplace_back();
    wanted_widths_.push_back(0);
  }
  wanted_cursor_.row = std::min(cursor.row >= left_out ? cursor.row - left_out : 0, wanted_.size() - 1);
  wanted_cursor_.column = std::min(cursor.column, columns_ - 1);
}

std::size_t Screen::rows_above_cursor() const {
  if (columns_ == shown_columns_) return shown_cursor_.row;
  std::size_t out = 0;
  for (std::size_t i = 0; i < shown_cursor_.row && i < shown_widths_.size(); ++i)
    out += shown_widths_[i] <= columns_ ? 1 : (shown_widths_[i] + columns_ - 1) / columns_;
  return out + shown_cursor_.column / columns_;
}

void Screen::go(std::string& out, std::size_t row) {
  if (row < at_) out += "\033[" + std::to_string(at_ - row) + "A";
  if (row > at_) out += "\033[" + std::to_string(row - at_) + "B";
  at_ = row;
}

/// From the first row of the live area on.
void Screen::write_all(std::string& out) {
  at_ = rows_above_cursor();
  go(out, 0);
  out += '\r';
  if (all_anew_) out += k_rest_of_screen;
  out += printed_;
  for (std::size_t i = 0; i < wanted_.size(); ++i) {
    if (i > 0) out += "\r\n";
    out += wanted_[i];
    out += k_rest_of_line;
  }
  out += k_rest_of_screen;
  at_ = wanted_.size() - 1;
}

void Screen::write_changed(std::string& out) {
  at_ = shown_cursor_.row;
  for (std::size_t i = 0; i < wanted_.size(); ++i) {
    if (i < shown_.size()) {
      if (wanted_[i] == shown_[i]) continue;
      go(out, i);
      out += '\r';
    } else {
      go(out, i - 1);
      out += "\r\n";
      at_ = i;
    }
    out += wanted_[i];
    out += k_rest_of_line;
  }
  if (shown_.size() <= wanted_.size()) return;
  go(out, wanted_.size());
  out += '\r';
  out += k_rest_of_screen;
}

std::string Screen::frame() {
  const bool anew = all_anew_ || !printed_.empty() || shown_.empty();
  if (!anew && wanted_ == shown_ && wanted_cursor_ == shown_cursor_) return {};
  std::string out = k_begin;
  if (anew || wanted_ != shown_) out += k_hide;
  if (anew) write_all(out);
  else write_changed(out);
  go(out, wanted_cursor_.row);
  out += '\r';
  if (wanted_cursor_.column > 0) out += "\033[" + std::to_string(wanted_cursor_.column) + "C";
  if (anew || wanted_ != shown_) out += k_show;
  out += k_end;
  printed_.clear();
  shown_ = wanted_;
  shown_widths_ = wanted_widths_;
  shown_cursor_ = wanted_cursor_;
  shown_columns_ = columns_;
  all_anew_ = false;
  return out;
}

std::string Screen::leave() {
  std::string out = k_begin;
  at_ = shown_.empty() ? 0 : rows_above_cursor();
  go(out, 0);
  out += '\r';
  out += k_rest_of_screen;
  out += printed_;
  out += k_show;
  out += k_end;
  printed_.clear();
  lost();
  return out;
}

void Screen::lost() {
  shown_.clear();
  shown_widths_.clear();
  shown_cursor_ = {};
  shown_columns_ = columns_;
}

}  // namespace tui
