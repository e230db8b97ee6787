#pragma once
// Bytes of a terminal to keys. Incremental: a key may come in any number of pieces. Any bytes are accepted; what is no key is
// passed over, and memory is bounded (a paste of more than k_paste_max is cut). Pure; one thread.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tui {

inline constexpr std::size_t k_paste_max = std::size_t{8} << 20;

struct Key {
  enum class What : std::uint8_t {
    text,        ///< `text`: one character or several typed in a row; with ctrl or alt always one
    enter, tab, backspace, del, escape, insert,
    up, down, left, right, home, end, page_up, page_down,
    function,    ///< `number`
    paste,       ///< `text`: what was pasted
    focus_in, focus_out,
    kitty,       ///< answer: the terminal knows the kitty keyboard protocol
    attributes,  ///< answer: what the terminal is (it answers the last question of the start)
  };
  What what = What::text;
  std::string text;
  bool ctrl = false, alt = false, shift = false;
  int number = 0;

  [[nodiscard]] bool is_ctrl(char letter) const { return what == What::text && ctrl && !alt && text.size() == 1 && text[0] == letter; }
  [[nodiscard]] bool is_alt(char letter) const { return what == What::text && alt && !ctrl && text.size() == 1 && text[0] == letter; }
  [[nodiscard]] bool is_plain(What kind) const { return what == kind && !ctrl && !alt && !shift; }
};

class KeyDecoder {
 public:
  void feed(std::string_view bytes) { buffer_ += bytes; }
  /// The next whole key.
  std::optional<Key> next();
  /// An escape byte waits: either the key of that name, or the beginning of another one, which comes at once if it comes.
  [[nodiscard]] bool is_unsure() const { return !buffer_.empty() && buffer_.front() == '\033' && !pasting_; }
  /// Nothing came: it was the key.
  void settle() { settled_ = true; }

 private:
  std::optional<Key> paste();
  std::optional<Key> escape(bool& wait);
  std::optional<Key> csi(bool& wait, bool settled);
  std::optional<Key> plain(bool& wait);
  std::string buffer_;
  std::string pasted_;
  bool pasting_ = false;
  bool settled_ = false;
};

}  // namespace tui
