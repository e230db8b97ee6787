#pragma once
// The live area at the bottom of a terminal, and what is printed above it once and for all. Makes bytes, writes nothing. Inside
// synchronized output (DEC 2026) only rows that changed are written, so that nothing flickers, and the terminal's own
// scrollback stays what it is. Pure; one thread.

#include <cstddef>
#include <string>
#include <vector>

#include "style.h"

namespace tui {

struct Cursor {
  std::size_t row = 0, column = 0;   ///< within the live area
  bool operator==(const Cursor&) const = default;
};

class Screen {
 public:
  explicit Screen(Colours colours) : colours_(colours) {}

  /// The terminal has got another size: the next frame draws all of the live area anew.
  void resize(std::size_t columns, std::size_t rows);
  [[nodiscard]] std::size_t columns() const { return columns_; }
  [[nodiscard]] std::size_t rows() const { return rows_; }

  /// Lines above the live area, from the next frame on. They are broken between words at the present width.
  void print(const Lines& lines);
  /// The live area from the next frame on; rows are clipped. Of more rows than there is room for the last are shown.
  void show(Lines rows, Cursor cursor);
  /// The bytes for what changed; "" = nothing did.
  std::string frame();
  /// Removes the live area; the cursor stands where it began. What follows begins anew.
  std::string leave();
  /// What is on the terminal is unknown (somebody else wrote): the next frame begins below it.
  void lost();

 private:
  void go(std::string& out, std::size_t row);
  void write_all(std::string& out);
  void write_changed(std::string& out);
  [[nodiscard]] std::size_t rows_above_cursor() const;

  Colours colours_;
  std::size_t columns_ = 80, rows_ = 24;
  std::string printed_;              ///< painted, for the next frame
  std::vector<std::string> wanted_;  ///< painted rows
  std::vector<std::size_t> wanted_widths_;
  Cursor wanted_cursor_;
  std::vector<std::string> shown_;
  std::vector<std::size_t> shown_widths_;
  std::size_t shown_columns_ = 80;
  Cursor shown_cursor_;
  std::size_t at_ = 0;               ///< row of the cursor while a frame is made
  bool all_anew_ = false;
};

}  // namespace tui
