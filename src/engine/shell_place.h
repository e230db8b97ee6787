#pragma once
// Where in a command for sh a reference to a variable may stand, and how it is written there. Internal to engine.

#include <string>
#include <string_view>
#include <vector>

namespace engine {

/// Follows a command as sh reads it, far enough to tell quotes and comments. It refuses where it cannot tell; where it is wrong,
/// a reference stands for other text than it should, and never becomes code.
class ShellPlace {
 public:
  void pass(std::string_view text);
  /// "", or why no reference may stand here, after all that was passed.
  [[nodiscard]] std::string why_not() const;
  /// A reference to `variable`, as the place wants it; it is passed.
  std::string refer(std::string_view variable);

 private:
  enum class Quotes : std::uint8_t { none, one, two };
  [[nodiscard]] std::size_t step(std::string_view text, std::size_t at);
  [[nodiscard]] std::size_t dollar(std::string_view text, std::size_t at);
  void plain(char c);
  void end_word();

  Quotes quotes_ = Quotes::none;
  bool is_comment_ = false;
  bool in_word_ = false;
  char dangling_ = 0;               ///< the last character, if it means something for the next one
  std::string unsure_;              ///< what came that makes all that follows uncertain
  std::string word_;                ///< the present one, without its quotes
  std::vector<std::string> words_;  ///< those before it, of the same simple command
};

}  // namespace engine
