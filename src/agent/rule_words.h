#pragma once
// A sentence as words, and a cursor that walks over them. Internal to agent.

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace agent {

struct Word {
  enum class Kind : std::uint8_t { word, code, mark };
  Kind kind = Kind::word;
  std::string raw, low;   ///< as written; in small letters
};

/// `code` spans are one word each; emphasis goes; punctuation at the edges of words stands by itself.
std::vector<Word> words_of(std::string_view sentence);
std::string small_letters(std::string_view text);

class Cursor {
 public:
  explicit Cursor(const std::vector<Word>& words) : words_(words) {}
  [[nodiscard]] bool at_end() const { return at_ >= words_.size(); }
  [[nodiscard]] const Word* peek(std::size_t ahead = 0) const { return at_ + ahead < words_.size() ? &words_[at_ + ahead] : nullptr; }
  [[nodiscard]] std::size_t place() const { return at_; }
  void go_to(std::size_t place) { at_ = place; }
  void next() { ++at_; }
  /// A word or mark, in small letters.
  [[nodiscard]] bool sees(std::string_view low) const { return !at_end() && words_[at_].kind != Word::Kind::code && words_[at_].low == low; }
  bool take(std::string_view low);
  bool take_one_of(std::initializer_list<std::string_view> lows);
  /// One of phrases of words with blanks between; the first that fits.
  bool take_phrase(std::initializer_list<std::string_view> phrases);
  [[nodiscard]] bool sees_code() const { return !at_end() && words_[at_].kind == Word::Kind::code; }

 private:
  const std::vector<Word>& words_;
  std::size_t at_ = 0;
};

}  // namespace agent
