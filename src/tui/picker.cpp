#include "picker.h"

#include <algorithm>
#include <numeric>

#include "clean.h"
#include "text/width.h"

namespace tui {

namespace {

std::vector<std::string> names_of(const std::vector<PickerRow>& rows) {
  std::vector<std::string> out;
  out.reserve(rows.size());
  for (const auto& row : rows) out.push_back(row.label + " " + row.detail);
  return out;
}

}  // namespace

Lines list_lines(const std::vector<PickerRow>& rows, std::size_t selected, std::size_t columns, std::size_t rows_max) {
  Lines out;
  rows_max = std::max<std::size_t>(rows_max, 1);
  const std::size_t first = selected < rows_max ? 0 : selected + 1 - rows_max;
  std::size_t widest = 0;
  for (std::size_t i = first; i < std::min(rows.size(), first + rows_max); ++i) widest = std::max(widest, text::width(rows[i].label));
  widest = std::min(widest, columns * 2 / 3);
  for (std::size_t i = first; i < std::min(rows.size(), first + rows_max); ++i) {
    const bool chosen = i == selected;
    Line line(chosen ? "▸ " : "  ", Tone::accent);
    line.add(rows[i].label, chosen ? Tone::accent : Tone::plain, chosen ? k_bold : std::uint8_t{0});
    const auto width = text::width(rows[i].label);
    if (!rows[i].detail.empty()) line.add(std::string(width < widest ? widest - width : 0, ' ') + "  " + rows[i].detail, Tone::dim);
    out.push_back(clip(line, columns));
  }
  return out;
}

Picker::Picker(std::string title, std::vector<PickerRow> rows, std::string hint)
    : title_(std::move(title)), hint_(std::move(hint)), rows_(std::move(rows)), names_(names_of(rows_)) {
  narrow();
}

void Picker::narrow() {
  if (query_.empty()) {
    found_.resize(rows_.size());
    std::iota(found_.begin(), found_.end(), std::size_t{0});
  } else {
    found_ = names_.find(query_, 1000);
  }
  selected_ = 0;
}

void Picker::select(std::size_t row) {
  const auto found = std::find(found_.begin(), found_.end(), row);
  if (found != found_.end()) selected_ = static_cast<std::size_t>(found - found_.begin());
}

void Picker::set_row(std::size_t row, PickerRow shown) {
  if (row < rows_.size()) rows_[row] = std::move(shown);
}

Picker::Did Picker::key(const Key& key) {
  using What = Key::What;
  const auto last = found_.empty() ? 0 : found_.size() - 1;
  const bool up = key.what == What::up || key.is_ctrl('p'), down = key.what == What::down || key.is_ctrl('n');
  if (key.what == What::escape || key.is_ctrl('c') || key.is_ctrl('d')) return Did::cancelled;
  if (key.what == What::enter) return found_.empty() && (!takes_words_ || query_.empty()) ? Did::nothing : Did::chosen;
  if (up) selected_ = selected_ == 0 ? last : selected_ - 1;
  else if (down) selected_ = selected_ >= last ? 0 : selected_ + 1;
  else if (key.what == What::page_up) selected_ -= std::min<std::size_t>(selected_, 10);
  else if (key.what == What::page_down) selected_ = std::min(last, selected_ + 10);
  else if (key.what == What::home) selected_ = 0;
  else if (key.what == What::end) selected_ = last;
  else if (key.what == What::backspace || key.is_ctrl('u')) {
    query_.resize(query_.empty() || key.is_ctrl('u') ? 0 : text::previous_grapheme(query_, query_.size()));
    narrow();
  } else if ((key.what == What::text && !key.ctrl && !key.alt) || key.what == What::paste) {
    query_ += clean_line(key.text).substr(0, 200);
    narrow();
  } else {
    return Did::nothing;
  }
  return Did::changed;
}

Lines Picker::lines(std::size_t columns, std::size_t rows_max) const {
  Lines out = {clip(Line(title_, Tone::heading).add(query_.empty() ? "  type to search" : "  " + query_, Tone::dim), columns)};
  std::vector<PickerRow> rows;
  rows.reserve(found_.size());
  for (const auto i : found_) rows.push_back(rows_[i]);
  const std::size_t room = rows_max > 3 ? rows_max - 2 : 1;
  if (rows.empty()) out.push_back(Line(takes_words_ ? "  none in the list: Enter takes it as it is" : "  nothing fits", Tone::dim));
  for (auto& line : list_lines(rows, selected_, columns, room)) out.push_back(std::move(line));
  std::string below = "Enter takes it, Esc goes back" + (hint_.empty() ? "" : "; " + hint_);
  if (rows.size() > room) below += " · " + std::to_string(selected_ + 1) + " of " + std::to_string(rows.size());
  out.push_back(clip(Line(below, Tone::dim), columns));
  return out;
}

}  // namespace tui
