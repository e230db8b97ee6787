// From the words of a claim to what a run must show: which numbers, of all tests or of some, with
// or without warnings.

#include <algorithm>

#include "claim_reading.h"
#include "claim_words.h"
#include "command_kind.h"
#include "summary.h"

namespace verify {
namespace {

using Kind = Token::Kind;

bool has(std::string_view text, std::string_view what) {
  return text.find(what) != std::string_view::npos;
}

/// What the words are about where no sentence says it: "pytest green", "unit tests".
About about_of_words(const std::vector<Token>& tokens) {
  std::uint32_t all = 0;
  for (const Token& token : tokens) all |= token.means;
  if ((all & w_tests) != 0) return About::tests;
  if ((all & w_lint) != 0) return About::lint;
  if ((all & (w_build | w_compiles)) != 0) return About::build;
  if ((all & w_fixed) != 0) return About::fix;
  return About::other;
}

void read_numbers(Meaning& meaning, const std::vector<Token>& tokens) {
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].kind != Kind::number) continue;
    // "42/42", "42 of 42", "42 out of 42"
    std::size_t next = i + 1;
    while (next < tokens.size() &&
           (tokens[next].text == "/" || tokens[next].text == "of" || tokens[next].text == "out" ||
            tokens[next].text == "von" || tokens[next].text == "sur" || tokens[next].text == "de"))
      ++next;
    if (next > i + 1 && next < tokens.size() && tokens[next].kind == Kind::number) {
      meaning.passed = tokens[i].number;
      meaning.total = tokens[next].number;
      i = next;
      continue;
    }
    // Over at most two words to what is counted: "42 unit tests passed".
    bool tests = false;
    for (std::size_t k = i + 1; k < tokens.size() && k <= i + 5; ++k) {
      if (tokens[k].kind == Kind::number) break;
      tests = tests || (tokens[k].means & w_tests) != 0;
      const bool near = k == i + 1 || tests;
      if ((tokens[k].means & w_pass) != 0 && near) {
        meaning.passed = tokens[i].number;
        break;
      }
      if ((tokens[k].means & (w_fail | w_fault)) != 0 && near && !has(tokens[k].text, "warn")) {
        meaning.failed = tokens[i].number;
        break;
      }
    }
    const bool is_all = i > 0 && (tokens[i - 1].means & w_all) != 0 && i + 1 < tokens.size() &&
                        ((tokens[i + 1].means & w_tests) != 0 ||
                         (i + 2 < tokens.size() && (tokens[i + 2].means & w_tests) != 0));
    if (is_all) {
      meaning.total = tokens[i].number;
      meaning.passed.reset();
    }
  }
}

void read_scope(Meaning& meaning, const std::vector<Token>& tokens, std::string_view text) {
  bool all = false, part = false, plural = false;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    const std::string small = small_letters(token.text);
    const bool is_name =
        (token.kind == Kind::code || token.kind == Kind::word) &&
        (has(small, "test_") || has(small, "_test") || has(small, "::") || has(small, ".test.") ||
         has(small, "test.") || has(small, ".spec.") || (has(small, "test") && has(small, "/"))) &&
        !has(small, " ");
    if (is_name) meaning.named.push_back(token.text);
    part = part || is_name;
    if ((token.means & w_all) != 0) all = true;
    if ((token.means & w_tests) != 0 && (token.means & w_singular) == 0) plural = true;
    for (std::size_t k = i + 1; k < tokens.size() && k <= i + 3; ++k)
      if ((token.means & w_part) != 0 && (tokens[k].means & w_tests) != 0) part = true;
    const bool is_failing = (token.means & w_fail) != 0 && i + 1 < tokens.size() &&
                            (tokens[i + 1].means & w_tests) != 0;
    const bool is_own_choice = (token.means & w_tests) != 0 && i + 1 < tokens.size() &&
                               (tokens[i + 1].means & w_self) != 0;  // "the tests I ran"
    part = part || is_failing || is_own_choice;
    if (token.text == "suite") plural = true;
  }
  if (has_chinese(text)) {
    all = all || has(text, "所有") || has(text, "全部") || has(text, "都");
    plural = true;
    part = part || has(text, "新");
  }
  const bool has_number = meaning.passed.has_value() || meaning.total.has_value();
  meaning.whole = !part && (all || (plural && !has_number) ||
                            (meaning.total && meaning.passed == meaning.total));
}

bool says_failure(const std::vector<Token>& tokens, const Meaning& meaning) {
  if (meaning.failed && *meaning.failed > 0) return true;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const bool no_number = i == 0 || tokens[i - 1].kind != Kind::number || tokens[i - 1].number > 0;
    bool is_none = false;
    for (std::size_t k = i; k-- > 0 && i - k <= 4;)
      is_none = is_none || (tokens[k].means & (w_none | w_not)) != 0;
    const bool is_adjective = i + 1 < tokens.size() && (tokens[i + 1].means & w_tests) != 0;
    if ((tokens[i].means & w_fail) != 0 && no_number && !is_none && !is_adjective) return true;
  }
  return false;
}

bool says_spotless(const std::vector<Token>& tokens, std::string_view text) {
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].text == "clean" || tokens[i].text == "sauber" || tokens[i].text == "cleanly" ||
        tokens[i].text == "propre")
      return true;
    bool is_none = false;
    for (std::size_t k = i; k-- > 0 && i - k <= 3;)
      is_none = is_none || (tokens[k].means & w_none) != 0;
    if (is_none && (has(tokens[i].text, "warn") || has(tokens[i].text, "avert") ||
                    has(tokens[i].text, "advert")))
      return true;
  }
  return has(text, "没有警告") || has(text, "无警告");
}

}  // namespace

Meaning meaning_of(std::string_view text) {
  Meaning meaning;
  const std::string line(text);
  if (const auto summary = summary_of(line)) {
    meaning.about = About::tests;
    meaning.passed = summary->passed;
    meaning.failed = summary->failed;
    meaning.fails = summary->failed > 0;
    return meaning;
  }
  // Inline code is marked by backticks in structured claims, and by control characters in a
  // sentence.
  std::string marked;
  bool in_code = false;
  for (const char c : text) {
    if (c != '`') {
      marked += c;
      continue;
    }
    marked += in_code ? k_code_end : k_code_begin;
    in_code = !in_code;
  }
  if (in_code) marked += k_code_end;
  const auto tokens = read_tokens(marked);
  const auto found = claims_in_sentence(marked, "tests");
  meaning.about = found.empty() ? about_of_words(tokens) : found.front().about;
  const bool names_runner = found.empty() && meaning.about == About::other;
  if (names_runner)
    for (const Token& token : tokens) {
      if (token.kind != Kind::code) continue;
      for (const Part& part : read_command_flow(token.text).parts) {
        const unsigned does = understand(part).does;
        if ((does & does_tests) != 0) meaning.about = About::tests;
        if (does == does_lint) meaning.about = About::lint;
        if (does == does_build) meaning.about = About::build;
      }
    }
  read_numbers(meaning, tokens);
  read_scope(meaning, tokens, text);
  if (found.empty()) meaning.fails = says_failure(tokens, meaning);
  meaning.spotless = says_spotless(tokens, text);
  return meaning;
}

}  // namespace verify
