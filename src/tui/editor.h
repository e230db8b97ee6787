#pragma once
// The line editor: text of several lines with a cursor, as a value. Long pastes stand in it as one character each, shown as
// [pasted 42 lines], and come back whole in text(). Pure; one thread.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "keys.h"
#include "style.h"

namespace tui {

/// From so much on, a paste is shown as a placeholder.
inline constexpr std::size_t k_paste_lines = 6, k_paste_bytes = 800;

class Editor {
 public:
  /// True if the key was meant for it. Enter and Tab are its owner's, but Enter with Shift is a new line.
  bool key(const Key& key);
  /// Typed text; control characters are made safe.
  void insert(std::string_view text);
  void paste(std::string_view text);
  /// Takes the place of everything; the cursor is at the end.
  void set(std::string_view text);
  void clear() { set(""); }

  /// Pastes in full.
  [[nodiscard]] std::string text() const;
  [[nodiscard]] bool empty() const { return text_.empty(); }
  /// As it is shown, pastes as placeholders: for completion, whose ranges are those of this text.
  [[nodiscard]] const std::string& shown() const { return text_; }
  [[nodiscard]] std::size_t cursor() const { return cursor_; }
  void replace(std::size_t begin, std::size_t end, std::string_view with);

  struct Layout {
    Lines rows;                        ///< at least one
    std::size_t row = 0, column = 0;   ///< of the cursor
  };
  /// Broken at `columns`, at most `rows_max` rows around the cursor.
  Layout layout(std::size_t columns, std::size_t rows_max);
  /// Up or down by a row as it was laid out; false at the first or last one.
  bool move_row(int by);

 private:
  struct Cell {
    std::size_t offset;
    std::string bytes;
    std::size_t width;
    bool is_paste;
  };
  struct Row {
    std::vector<Cell> cells;
    std::size_t end = 0;   ///< offset behind its last character
    bool open = true;      ///< the cursor may stand behind its last cell
  };
  struct State {
    std::string text;
    std::size_t cursor;
  };
  [[nodiscard]] std::vector<Row> rows(std::size_t columns) const;
  [[nodiscard]] std::pair<std::size_t, std::size_t> place(const std::vector<Row>& rows) const;
  [[nodiscard]] const std::string* pasted(std::string_view character) const;
  [[nodiscard]] std::string placeholder(const std::string& text) const;
  [[nodiscard]] std::size_t before() const;
  [[nodiscard]] std::size_t after() const;
  [[nodiscard]] std::size_t word_before() const;
  [[nodiscard]] std::size_t word_after() const;
  [[nodiscard]] std::size_t line_begin() const;
  [[nodiscard]] std::size_t line_end() const;
  bool control(char letter);
  bool alt(char letter);
  bool arrow(const Key& key);
  void remember();
  void erase(std::size_t begin, std::size_t end);
  void kill(std::size_t begin, std::size_t end);
  void put(std::string_view text);
  void move(std::size_t to);
  void undo();

  std::string text_;
  std::size_t cursor_ = 0;
  std::string killed_;
  bool killing_ = false;    ///< the last key killed: the next one adds to it
  bool typing_ = false;     ///< the last key typed: one undo takes back a word
  std::vector<std::string> pastes_;
  std::vector<State> undo_;
  std::size_t columns_ = 80;
  std::size_t goal_ = std::string::npos;   ///< column that up and down aim at
};

}  // namespace tui
