#pragma once
// UTF-8: is it valid, make it valid, decode it, also when it comes in pieces. Pure functions, any
// bytes accepted, safe from any thread. What goes into JSON, a prompt or a terminal passes
// to_valid_utf8 or Utf8Stream first.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace text {

inline constexpr char32_t k_replacement = 0xFFFD;

/// One step of decoding.
struct Decoded {
  enum class Kind : std::uint8_t {
    character,  ///< `value` is a Unicode scalar value
    invalid,    ///< these `size` bytes can begin no character; `value` is U+FFFD
    cut,        ///< all is well so far, but the text ends inside a character; `value` is U+FFFD
  };
  char32_t value = k_replacement;
  std::uint8_t size = 0;  ///< bytes to go forward: 1..4, 0 only at the end of the text
  Kind kind = Kind::invalid;
};

/// Decodes the character at `at`. Invalid bytes are taken in the way of the Unicode standard
/// (chapter 3, "maximal subparts"), so that all programs show the same number of U+FFFD.
Decoded decode(std::string_view bytes, std::size_t at = 0);

/// Appends `value` in UTF-8; U+FFFD in place of surrogates and what lies beyond U+10FFFF.
void append_utf8(std::string& out, char32_t value);

/// True if `bytes` are well-formed UTF-8 (no surrogates, no overlong forms). Above 1 GB/s for
/// ASCII.
bool is_valid_utf8(std::string_view bytes);

/// `bytes` with each invalid part replaced by U+FFFD. At most three times as long as `bytes`.
std::string to_valid_utf8(std::string_view bytes);

/// The same for text that comes in chunks: holds back up to three bytes of a character that the
/// next chunk may finish. The pieces joined are to_valid_utf8 of the chunks joined.
class Utf8Stream {
 public:
  [[nodiscard]] std::string feed(std::string_view chunk);
  /// The end of the text: U+FFFD if a character was left unfinished, else nothing. May feed again.
  [[nodiscard]] std::string finish();

 private:
  std::string held_;
};

/// True if the byte goes on with a character (10xxxxxx).
constexpr bool is_continuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

/// NUL among the first 8 KiB: the test that git and grep use. Such text is shown to nobody.
bool looks_binary(std::string_view bytes);

}  // namespace text
