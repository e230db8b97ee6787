#pragma once
// What one sentence claims, and what a claim means for the judge.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "claim_words.h"

namespace verify {

enum class About { tests, build, lint, fix, other };

/// A claim in a sentence: from byte `begin` to `end` of it.
struct Found {
  About about = About::other;
  std::size_t begin = 0, end = 0;
  bool needs_context = false;  ///< "it passes": only the whole sentence tells what
};

/// The claims of success in one sentence. Inline code in it stands between k_code_begin and
/// k_code_end. `before` = the sentence before it, for what "it" may mean.
std::vector<Found> claims_in_sentence(std::string_view sentence, std::string_view before);
std::vector<Found> claims_in_chinese(std::string_view sentence);

/// Whether the tokens from `begin` to `end`, a clause, speak of another tree than the one there is: "two other
/// edits pass the tests". `was` = the clause before it did: "..., which passes the tests".
bool is_of_another_tree(const std::vector<Token>& tokens, std::size_t begin, std::size_t end, bool was);

/// The command that a sentence names: `pytest -q` in code, or "ran npm test". "" = none.
std::string command_in(std::string_view sentence);

struct Meaning {
  About about = About::other;
  bool fails = false;     ///< says that something fails
  bool whole = false;     ///< of all tests
  bool spotless = false;  ///< no warnings, clean
  std::optional<std::int64_t> passed, failed;
  std::optional<std::int64_t> total;  ///< "all 12 tests", "12/12"
  std::vector<std::string> named;     ///< tests and test files
};

/// What a claim says, however it came: `text` may be a phrase ("pytest green").
Meaning meaning_of(std::string_view text);

}  // namespace verify
