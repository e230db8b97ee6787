#pragma once
// The words by which a claim of success is known, in five languages, and a text cut into them.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace verify {

/// What a word can mean. One word may mean several things.
enum Word : std::uint32_t {
  w_tests = 1U << 0,     ///< tests, suite
  w_build = 1U << 1,     ///< build, compilation
  w_lint = 1U << 2,      ///< lint, mypy, type check
  w_all = 1U << 3,       ///< all, everything, 100%
  w_pronoun = 1U << 4,   ///< it, they
  w_pass = 1U << 5,      ///< pass, bestehen
  w_good = 1U << 6,      ///< green, clean, successful
  w_compiles = 1U << 7,  ///< compiles: subject and success in one word
  w_fixed = 1U << 8,
  w_works = 1U << 9,
  w_verified = 1U << 10,
  w_not = 1U << 11,
  w_fail = 1U << 12,      ///< fails, broken
  w_modal = 1U << 13,     ///< should, will, can
  w_if = 1U << 14,        ///< if, until: nothing behind it is claimed
  w_when = 1U << 15,      ///< when, before: its clause is no claim
  w_order = 1U << 16,     ///< run, make sure, please: nothing behind it is claimed
  w_said = 1U << 17,      ///< says, you said
  w_past = 1U << 18,      ///< previously
  w_some = 1U << 19,      ///< most, some: no claim about all
  w_part = 1U << 20,      ///< new, these, relevant: a claim about a part
  w_object = 1U << 21,    ///< a, the, to: behind "passes" something is handed over
  w_self = 1U << 22,      ///< I, we
  w_singular = 1U << 23,  ///< test: one only
  w_surely = 1U << 24,    ///< now, again, correctly: makes "works" a claim
  w_fault = 1U << 25,     ///< failure, error, warning
  w_none = 1U << 26,      ///< no, without: in front of a fault, nothing is wrong
  w_and = 1U << 27,
  w_but = 1U << 28,
};

struct Token {
  enum class Kind { word, number, code, mark };
  Kind kind = Kind::word;
  std::string text;         ///< in small letters; of code as it is
  std::uint32_t means = 0;  ///< of Word
  std::size_t begin = 0, end = 0;
  std::int64_t number = -1;
};

/// Code in a text that read_tokens gets stands between these.
inline constexpr char k_code_begin = '\x01', k_code_end = '\x02';

/// Words, numbers, code, punctuation. Words joined by "-" are one word; an apostrophe parts words.
std::vector<Token> read_tokens(std::string_view text);

/// Small letters, for ASCII and the accented letters of western Europe.
std::string small_letters(std::string_view text);

/// True if there are Chinese characters in it.
bool has_chinese(std::string_view text);

}  // namespace verify
