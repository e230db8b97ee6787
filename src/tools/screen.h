#pragma once
// What a terminal shows: bytes as a program wrote them to its pty, to lines of text. For programs that
// draw (editors, pagers, menus), of whose bytes nobody can make sense.

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tools {

inline constexpr int k_screen_columns_max = 500, k_screen_rows_max = 200;
inline constexpr std::size_t k_scrolled_max = std::size_t{16} << 10;   ///< last bytes kept of what scrolled out

/// Any bytes are accepted. Time linear in them but for a factor of rows; memory bounded by the size.
class Screen {
 public:
  /// Sizes are clamped to 1 and the bounds above.
  Screen(int columns, int rows);

  void feed(std::string_view bytes);

  /// The lines without trailing blanks and without empty lines at the end, each with a line feed.
  [[nodiscard]] std::string text() const;
  [[nodiscard]] int columns() const { return columns_; }
  [[nodiscard]] int rows() const { return rows_; }
  /// From 0.
  [[nodiscard]] int row() const { return row_; }
  [[nodiscard]] int column() const { return column_; }
  [[nodiscard]] bool is_alternate() const { return alternate_; }

  /// True if the program has moved about on the screen since the last call (or is on the alternate
  /// screen): then what it printed is no text, and text() is what a person sees.
  [[nodiscard]] bool take_drawn();
  /// Lines that went out at the top since the last call (not of the alternate screen).
  [[nodiscard]] std::string take_scrolled();

 private:
  struct Cell {
    std::array<char32_t, 3> characters{U' ', 0, 0};   // one, and what combines with it
    bool is_second = false;                           // of a wide character
  };
  using Line = std::vector<Cell>;   // as long as it was written to
  struct Cursor {
    int row = 0, column = 0;
    bool is_origin = false;
  };

  void take(unsigned char byte);
  void take_text(char32_t character);
  void take_control(unsigned char byte);
  void take_escape(unsigned char byte);
  void take_sequence(unsigned char byte);
  void run_sequence(char end);
  void set_modes(bool on);
  void set_mode(int mode, bool on);

  [[nodiscard]] int number(std::size_t at, int usual) const;
  void go_to(int row, int column);
  void go_by(int rows, int columns);
  void line_feed();
  void reverse_line_feed();
  void scroll(int top, int bottom, int lines);   // up if positive
  void put(char32_t character, int width);
  void combine(char32_t character);
  void erase(int row, int from, int to);
  void erase_in_line(int how);
  void erase_in_screen(int how);
  void shift_cells(int count);                   // to the right if positive
  void mend(Line& line) const;                   // halves of wide characters become blanks
  void set_alternate(bool on, bool with_cursor);
  void reset();

  int columns_, rows_;
  std::vector<Line> lines_, other_;   // of the screen that is not shown now
  int row_ = 0, column_ = 0, top_ = 0, bottom_;   // the scrolled region, both included
  bool is_pending_ = false;           // the last column was written: the next character wraps
  bool wraps_ = true, is_origin_ = false, inserts_ = false, alternate_ = false, draws_lines_ = false;
  Cursor saved_, saved_main_;
  char32_t last_ = 0;
  bool drawn_ = false;
  std::string scrolled_;

  enum class State : unsigned char { text, escape, charset, other_charset, skip_one, sequence, string, string_escape };
  State state_ = State::text;
  std::string held_;                  // bytes of an unfinished character, or of a sequence
};

}  // namespace tools
