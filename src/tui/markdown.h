#pragma once
// Markdown that comes in pieces, to lines. What can not change any more is taken by take(), the rest is tail(): so a long answer
// is printed while it is written. A model's words: they are made safe here. Pure; one thread.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "style.h"
#include "syntax.h"

namespace tui {

/// Emphasis, code, links (with where they lead) of one line of text, which must be clean already.
Line inline_markdown(std::string_view text, Tone tone = Tone::plain, std::uint8_t marks = 0);

class Markdown {
 public:
  void feed(std::string_view bytes);
  void finish();
  /// Lines that are whole, each once.
  Lines take();
  /// What is not whole yet, as it stands.
  [[nodiscard]] Lines tail() const;
  [[nodiscard]] bool is_empty() const { return whole_.empty() && partial_.empty() && !open_ && table_.empty(); }

 private:
  struct Block {
    Line prefix;         ///< bullet or quote mark
    std::string text;
    Tone tone = Tone::plain;
    std::uint8_t marks = 0;
  };
  struct Fence {
    std::string mark;
    Syntax syntax;
  };
  void line(std::string_view text);
  void fence_line(std::string_view text);
  void text_line(std::string_view text);
  void begin(Block block);
  void close();
  void close_table();
  void gap();
  void out(Line line);

  std::string partial_;                  ///< the line that is not whole yet
  std::optional<Block> open_;            ///< the paragraph or item that may go on
  std::optional<Fence> fence_;
  std::vector<std::string> table_;
  Lines whole_;
  bool any_ = false;                     ///< something was put out
  bool blank_ = false;                   ///< a blank line is due before the next block
};

}  // namespace tui
