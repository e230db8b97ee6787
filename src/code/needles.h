#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace code {

/// Finds the first of a few strings in a large text, 16 positions at a time.
class Needles {
 public:
  enum class Letters : std::uint8_t {
    exact,
    ascii_folded,  ///< A-Z and a-z are the same; the needles are given in lower case
  };
  static constexpr std::size_t k_most = 8;
  /// Nothing if there are none, more than k_most, or an empty one.
  static std::optional<Needles> make(std::vector<std::string> needles, Letters letters);

  /// The least offset >= `from` at which a needle begins, or npos.
  [[nodiscard]] std::size_t find(std::string_view text, std::size_t from) const;
  [[nodiscard]] const std::vector<std::string>& all() const { return needles_; }

 private:
  /// Two positions of a needle whose bytes are rare in text, and those bytes.
  struct Pair {
    std::size_t at[2];
    unsigned char byte[2];
    unsigned char fold[2];  ///< 0x20 for a letter that may be either case
  };
  Needles() = default;
  template <std::size_t count>
  [[nodiscard]] std::size_t scan(std::string_view text, std::size_t from) const;
  [[nodiscard]] bool begins_at(std::string_view text, std::size_t at) const;
  [[nodiscard]] bool equal_at(std::string_view text, std::size_t at, std::string_view needle) const;

  std::vector<std::string> needles_;
  std::vector<Pair> pairs_;
  std::size_t reach_ = 0;  ///< the largest position of a pair
  Letters letters_ = Letters::exact;
};

/// How rare a byte is in source text: 0 = everywhere, 255 = nearly never.
unsigned rarity(char byte);

}  // namespace code
