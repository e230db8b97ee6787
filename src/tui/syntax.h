#pragma once
// Colours for code, by a lexer that knows what most languages share: comments, strings, numbers, and a language's words. It
// works line by line and is wrong where a language is special; nothing but colour depends on it. Pure; any thread.

#include <string>
#include <string_view>

#include "style.h"

namespace tui {

class Syntax {
 public:
  /// A fence's word or a file's extension: "python", "py", "cpp". Of an unknown language only strings and numbers.
  explicit Syntax(std::string_view language);
  /// The next line of the text; block comments and long strings go on from line to line.
  Line line(std::string_view text);

 private:
  std::string_view words_;        ///< " if else ..."
  std::string_view line_comment_, second_comment_;
  std::string_view block_begin_, block_end_;
  std::string_view long_quote_;   ///< three quotes
  bool coloured_ = true;
  std::string_view until_;        ///< what ends the block that a line began in
  Tone inside_ = Tone::dim;
};

}  // namespace tui
