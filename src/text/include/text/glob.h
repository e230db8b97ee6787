#pragma once
// Glob patterns with the wildcards of git, which ripgrep and editors share:
//   ?         one character, not '/'
//   *         any number of characters, not '/'
//   [a-z]     one of these, [!a-z] or [^a-z] one of the others, [[:alpha:]] and so on; never '/'
//   \x        the character x itself
//   **/x      x at any depth;  a/**  everything below a;  a/**/x  x at any depth below a
// Bytes, not characters: "?" does not match "é". Matching takes at most |pattern| x |path| steps,
// whatever the pattern. Safe from any thread once made.

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace text {

class Glob {
 public:
  /// Any pattern is accepted; one that is broken ("[a", "a\") matches nothing, as in git.
  explicit Glob(std::string_view pattern);

  /// True if the whole of `path` matches. Paths are relative, with '/', without "./" in front.
  [[nodiscard]] bool matches(std::string_view path) const;

  /// True if the pattern has no wildcard, so that it matches one path only.
  [[nodiscard]] bool is_literal() const { return segments_.empty() && !broken_; }
  /// The part in front of the first wildcard or backslash.
  [[nodiscard]] const std::string& prefix() const { return prefix_; }

 private:
  using Set = std::bitset<256>;
  struct Token {
    enum class Kind : std::uint8_t { byte, any, star, set } kind;
    char byte = 0;
    std::uint32_t set = 0;  ///< index into sets_
  };
  /// What lies between two slashes.
  struct Segment {
    bool deep = false;         ///< "**"
    std::size_t at_least = 0;  ///< of a deep one: how many parts of the path it must take
    std::vector<Token> tokens;
  };
  class Parser;

  [[nodiscard]] bool part_matches(const Segment& segment, std::string_view part) const;
  [[nodiscard]] bool token_matches(const Token& token, char byte) const;

  std::string prefix_;
  std::vector<Segment> segments_;  ///< of the rest of the pattern
  std::vector<Set> sets_;
  bool broken_ = false;
};

/// True if `text` has a character that Glob takes for more than itself.
bool has_wildcard(std::string_view text);

}  // namespace text
