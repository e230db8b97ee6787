// A sentence claims something if a clause of it has a subject (tests, build, linter), a word of
// success that belongs to it, and nothing that takes it back: a negation or a word of failure in
// the clause, a wish or a condition in front of it, an order, somebody else's words, a question
// mark. That is much less than grammar, and enough for how models write; the table tests say what
// is meant to be found.

#include <algorithm>

#include "claim_reading.h"
#include "claim_words.h"
#include "command_kind.h"
#include "summary.h"

namespace verify {
namespace {

using Kind = Token::Kind;

constexpr std::size_t k_reach = 9;  // words between a subject and its verb
constexpr std::size_t k_tokens_max = 400;

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// What a command or a name in code is about.
std::uint32_t meaning_of_code(const std::string& code) {
  const CommandFlow line = read_command_flow(code);
  std::uint32_t means = 0;
  for (const Part& part : line.parts) {
    const Action action = understand(part);
    if ((action.does & does_tests) != 0) means |= w_tests;
    if ((action.does & does_lint) != 0) means |= w_lint;
    if ((action.does & does_build) != 0 && (action.does & does_tests) == 0) means |= w_build;
  }
  const std::string small = small_letters(code);
  const bool names_test =
      small.find("test") != std::string::npos || small.find("spec") != std::string::npos;
  if (means == 0 && names_test && small.find(' ') == std::string::npos)
    means = w_tests | w_singular | w_part;
  return means;
}

bool is_runner_head(std::string_view word) {
  return is_one_of(word, {"cargo", "npm", "go", "yarn", "pnpm", "make", "mvn", "dotnet", "swift",
                          "mix", "bun", "deno", "rails"});
}

std::vector<Token> tokens_of(std::string_view sentence) {
  std::vector<Token> tokens = read_tokens(sentence);
  if (tokens.size() > k_tokens_max) tokens.resize(k_tokens_max);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    Token& token = tokens[i];
    if (token.kind == Kind::code) token.means |= meaning_of_code(token.text);
    const bool is_type_check =
        token.text == "type" && i + 1 < tokens.size() && tokens[i + 1].text.starts_with("check");
    if (is_type_check) {
      token.means |= w_lint;
      tokens[i + 1].means = w_lint;
    }
    if (token.text == "test" && i > 0 && is_runner_head(tokens[i - 1].text)) token.means = w_tests;
    const bool is_file =
        token.kind == Kind::word && token.text.find("test") != std::string::npos &&
        (token.text.find('/') != std::string::npos || token.text.find('_') != std::string::npos ||
         token.text.find('.') != std::string::npos);
    if (is_file && token.means == 0) token.means = w_tests | w_singular | w_part;
    if (token.text == "t" && i > 1 && tokens[i - 1].text == "'") token.means |= w_not;
    if (token.text == "t" && i > 0 && tokens[i - 1].text == "\xe2\x80\x99") token.means |= w_not;
  }
  return tokens;
}

/// "no test failures", "0 failed", "keine Fehler" become one token that means well.
std::vector<Token> folded(const std::vector<Token>& tokens) {
  std::vector<Token> out;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    Token token = tokens[i];
    const bool is_none =
        (token.means & w_none) != 0 || (token.kind == Kind::number && token.number == 0);
    // French and Spanish "no ..." with a verb between need a word more.
    const std::size_t reach = std::min(tokens.size(), i + 5);
    bool longer = false;
    for (std::size_t k = i + 1; is_none && k < reach; ++k) {
      const Token& next = tokens[k];
      longer = longer || next.text == "longer";
      if (next.kind == Kind::mark || next.kind == Kind::number ||
          (next.means & (w_pass | w_and | w_but | w_self)) != 0)
        break;
      token.means |= next.means & (w_tests | w_build | w_lint);
      if ((next.means & (w_fault | w_fail)) == 0) continue;
      token.means = (token.means & (w_tests | w_build | w_lint)) | (longer ? w_fixed : w_good);
      if (is_one_of(next.text, {"failed", "failures", "failing"}) && !longer)
        token.means |= w_singular;
      if (is_one_of(next.text,
                    {"regressions", "regression", "regressionen", "régressions", "regresiones"}))
        token.means |= w_tests;
      token.text = longer ? "no longer" : "no fault";
      token.kind = Kind::word;
      const bool is_subject = (next.means & w_fail) != 0 && k + 1 < tokens.size() &&
                              (tokens[k + 1].means & w_tests) != 0;
      if (is_subject) token.means |= w_tests;  // "no failing tests"
      i = is_subject ? k + 1 : k;
      token.end = tokens[i].end;
      break;
    }
    if (token.text != "no fault" && token.text != "no longer") token.means = tokens[i].means;
    out.push_back(std::move(token));
  }
  return out;
}

struct Clause {
  std::size_t begin = 0, end = 0;  ///< tokens
  bool soft = false;               ///< joined to the one before by "and"
};

std::vector<Clause> clauses_of(const std::vector<Token>& tokens) {
  std::vector<Clause> out;
  std::size_t begin = 0;
  bool soft = false;
  for (std::size_t i = 0; i <= tokens.size(); ++i) {
    const bool at_end = i == tokens.size();
    const bool is_mark = !at_end && tokens[i].kind == Kind::mark &&
                         is_one_of(tokens[i].text, {",", ";", "(", ")", "\xe2\x80\x94", "|"});
    const bool is_and = !at_end && (tokens[i].means & w_and) != 0 && tokens[i].kind == Kind::word;
    const bool is_but = !at_end && (tokens[i].means & w_but) != 0 &&
                        !(i > 0 && (tokens[i - 1].means & w_all) != 0);  // "all but one"
    if (!at_end && !is_mark && !is_and && !is_but) continue;
    if (i > begin) out.push_back({begin, i, soft});
    begin = i + 1;
    soft = is_and;
  }
  return out;
}

class SentenceReader {
 public:
  SentenceReader(std::string_view sentence, std::string_view before)
      : tokens_(folded(tokens_of(sentence))), context_(tests_in(before)) {}

  std::vector<Found> read() {
    std::vector<Found> out;
    if (is_question() || tokens_.empty()) return out;
    for (const Clause& clause : clauses_of(tokens_)) {
      if (!begin_clause(clause)) break;
      auto found = claim_in(clause);
      if (any_in(clause, w_tests)) context_ = true;
      if (!found) continue;
      const bool goes_on = !out.empty() && out.back().about == found->about;
      if (goes_on) {
        out.back().end = found->end;
      } else {
        out.push_back(*found);
      }
    }
    return out;
  }

 private:
  static bool tests_in(std::string_view text) {
    const auto tokens = tokens_of(text);
    return std::any_of(tokens.begin(), tokens.end(),
                       [](const Token& token) { return (token.means & w_tests) != 0; });
  }

  [[nodiscard]] bool is_question() const {
    return !tokens_.empty() && (tokens_.back().text == "?" ||
                                (tokens_.size() > 1 && tokens_[tokens_.size() - 2].text == "?"));
  }

  [[nodiscard]] bool any_in(const Clause& clause, std::uint32_t means) const {
    for (std::size_t i = clause.begin; i < clause.end; ++i)
      if ((tokens_[i].means & means) != 0) return true;
    return false;
  }
  [[nodiscard]] const std::string& text(std::size_t i) const {
    static const std::string none;
    return i < tokens_.size() ? tokens_[i].text : none;
  }
  [[nodiscard]] bool is(std::size_t i, std::uint32_t means) const {
    return i < tokens_.size() && (tokens_[i].means & means) != 0;
  }

  /// Notes what blocks this clause from its words before the verb; false if it blocks all that
  /// follows.
  bool begin_clause(const Clause& clause) {
    if (!clause.soft) wish_at_ = k_nowhere;
    when_ = false;
    stop_at_ = k_nowhere;
    // "Previously, ...": all of the sentence is about then.
    const bool is_then = is(clause.begin, w_past) && clause.end - clause.begin <= 2;
    if (is_order(clause) || is_then) return false;
    for (std::size_t i = clause.begin; i < clause.end; ++i) {
      const bool is_own = is(i + 1, w_self);  // "when I ran them, all passed"
      if (is(i, w_if) && !is_own && stop_at_ == k_nowhere) stop_at_ = i;
      if (is(i, w_order) && stop_at_ == k_nowhere) stop_at_ = i;
      const bool is_user = text(i) == "you";
      if (is(i, w_said) && !is_user && stop_at_ == k_nowhere) stop_at_ = i;
      const bool is_purpose =
          text(i) == "to" && is_one_of(text(i + 1), {"verify", "confirm", "check", "ensure", "see",
                                                     "make", "validate", "test"});
      const bool is_sure =
          is_one_of(text(i), {"make", "makes", "making", "made"}) && text(i + 1) == "sure";
      const bool is_so_that = (text(i) == "so" && text(i + 1) == "that") ||
                              (is_one_of(text(i), {"pour", "para"}) && text(i + 1) == "que");
      if ((is_purpose || is_sure || is_so_that) && stop_at_ == k_nowhere) stop_at_ = i;
      if (is(i, w_when) && !is_own) when_ = true;
      const bool is_going = text(i) == "going" && text(i + 1) == "to";
      const bool is_used = text(i) == "used" && text(i + 1) == "to";
      const bool wishes = is(i, w_modal) || is_user || is_going || is_used ||
                          (text(i) == "let" && is_one_of(text(i + 1), {"me", "us", "'"}));
      if (wishes && wish_at_ == k_nowhere) wish_at_ = i;
    }
    is_of_another_ = is_of_another_tree(tokens_, clause.begin, clause.end, is_of_another_);
    if (stopped_) return false;
    stopped_ = stop_at_ != k_nowhere;
    return true;
  }

  /// A sentence that begins with a verb in the imperative tells somebody to do something.
  [[nodiscard]] bool is_order(const Clause& clause) const {
    std::size_t at = clause.begin;
    while (at < clause.end && (tokens_[at].kind == Kind::mark ||
                               is_one_of(text(at), {"then", "also", "first", "finally"})))
      ++at;
    const bool is_first = clause.begin < 2;
    const bool orders = is_one_of(
        text(at), {"run",      "verify",  "check",   "ensure",   "confirm",   "rerun",    "re-run",
                   "execute",  "see",     "keep",    "get",      "note",      "remember", "wait",
                   "validate", "push",    "führe",   "prüfe",    "stelle",    "vérifiez", "lancez",
                   "exécutez", "ejecuta", "ejecute", "verifica", "comprueba", "asegúrate"});
    return is_first && orders && !is(at + 1, w_pass | w_good) && text(at + 1) != ":";
  }

  /// Whether something takes back what is said at token `at` of a clause; `is_run` = of tests, a build, a linter.
  [[nodiscard]] bool is_blocked(const Clause& clause, std::size_t at, bool is_run) const {
    if (when_ || at > stop_at_ || at > wish_at_) return true;
    if (is_run && is_of_another_) return true;
    for (std::size_t i = clause.begin; i < clause.end; ++i) {
      if (is(i, w_not | w_but)) return true;
      if (is(i, w_some) && i < at) return true;
      const bool was_failing =
          is(i, w_fail) && (is(i + 1, w_tests) || is(i + 2, w_tests)) && i < at;
      const bool is_then = is(i, w_past) && is(i + 1, w_fail);
      if (is(i, w_past) && !is_then) return true;
      if (is_run && is(i, w_fail) && !was_failing) return true;
      const bool counts_faults = tokens_[i].kind == Kind::number && tokens_[i].number > 0 &&
                                 (is(i + 1, w_fail) || is(i + 1, w_fault)) &&
                                 !is_one_of(text(i + 1), {"warning", "warnings"});
      if (is_run && counts_faults) return true;
    }
    return false;
  }

  /// "passes the path to", "passed as", "passes `None`": something is handed over.
  [[nodiscard]] bool hands_over(std::size_t verb, const Clause& clause) const {
    const std::size_t next = verb + 1;
    const bool is_adjective =
        text(verb) == "passing" && is(verb - 1, w_object);  // "the passing cases"
    if (is_adjective) return true;
    if (next >= clause.end) return false;
    if (text(next) == "on" && is_one_of(text(next + 1), {"main", "master", "trunk", "develop"}))
      return true;
    if (tokens_[next].kind == Kind::code && !is(next, w_tests)) return true;
    if (text(next) == "in") return is(next + 1, w_object) && tokens_[next + 1].kind == Kind::word;
    if (is_one_of(text(next), {"up", "on"}) && !is(next + 1, w_object)) return false;
    return is(next, w_object);
  }

  [[nodiscard]] std::optional<Found> claim_in(const Clause& clause) {
    if (auto found = tests_claim(clause)) return found;
    if (auto found = subject_claim(clause, w_lint, About::lint)) return found;
    if (auto found = subject_claim(clause, w_build, About::build)) return found;
    if (auto found = compiles_claim(clause)) return found;
    if (auto found = fix_claim(clause)) return found;
    return verified_claim(clause);
  }

  [[nodiscard]] Found span(const Clause& clause, About about, bool needs_context = false) const {
    return {about, tokens_[clause.begin].begin, tokens_[clause.end - 1].end, needs_context};
  }

  [[nodiscard]] std::optional<Found> tests_claim(const Clause& clause) const {
    if (auto found = subject_claim(clause, w_tests, About::tests)) return found;
    for (std::size_t i = clause.begin; i < clause.end; ++i) {
      if (!is(i, w_pass) || is_blocked(clause, i, true)) continue;
      if (counted(clause, i) || passes_tests(clause, i)) return span(clause, About::tests);
      if (hands_over(i, clause)) continue;
      // "everything passes"; "it passes" where tests were spoken of.
      for (std::size_t k = i; k-- > clause.begin && i - k <= 3;) {
        if (is(k, w_all) && !is(k, w_tests)) return span(clause, About::tests, !context_);
        if (is(k, w_pronoun) && context_) return span(clause, About::tests, true);
      }
    }
    for (std::size_t i = clause.begin; i < clause.end; ++i) {
      if (!is(i, w_good) || text(i) == "fine" || is_blocked(clause, i, true)) continue;
      const bool is_all_green = i > clause.begin && is(i - 1, w_all) &&
                                is_one_of(text(i), {"green", "grün", "verde", "verdes", "vert"});
      const bool is_nobody_failed =
          text(i) == "no fault" && is(i, w_singular) && (context_ || any_in(clause, w_tests));
      const bool everything_is = i > clause.begin + 1 && is(i - 2, w_all) && context_;
      if (is_all_green || is_nobody_failed || everything_is)
        return span(clause, About::tests, !is_all_green);
    }
    return std::nullopt;
  }

  /// "42 passed", "42 tests passed", "42/42 passing", "42 of 42 pass".
  [[nodiscard]] bool counted(const Clause& clause, std::size_t verb) const {
    for (std::size_t i = verb; i-- > clause.begin && verb - i <= 6;) {
      if (tokens_[i].kind != Kind::number) continue;
      const bool adjacent = i + 1 == verb;
      bool about_tests = adjacent;
      for (std::size_t k = i + 1; k < verb; ++k) about_tests = about_tests || is(k, w_tests);
      if (!about_tests) return false;
      const std::size_t next = verb + 1;
      return next >= clause.end || tokens_[next].kind != Kind::word || is(next, w_tests) ||
             is_one_of(text(next),
                       {"in", "with", "out", "now", "on", "successfully", "en", "with"});
    }
    return false;
  }

  /// "passes all tests", "passed the full suite".
  [[nodiscard]] bool passes_tests(const Clause& clause, std::size_t verb) const {
    if (text(verb) == "passing") return false;
    for (std::size_t i = verb + 1; i < clause.end && i - verb <= 5; ++i) {
      const bool is_link = is(i, w_all | w_object) || tokens_[i].kind == Kind::number ||
                           tokens_[i].kind == Kind::code ||
                           is_one_of(text(i), {"existing", "unit", "of", "integration", "our",
                                               "your", "todas", "las", "los"});
      if (is(i, w_tests)) {
        const std::string& next = text(i + 1);
        return !is_one_of(next, {"directory", "folder", "file", "files", "name", "path", "argument",
                                 "runner", "data", "case", "to", "as", "into"});
      }
      if (!is_link) return false;
    }
    return false;
  }

  /// A subject, and behind it a word of success.
  [[nodiscard]] std::optional<Found> subject_claim(const Clause& clause, std::uint32_t subject,
                                                   About about) const {
    for (std::size_t s = clause.begin; s < clause.end; ++s) {
      if (!is(s, subject)) continue;
      if (text(s) == "no fault" && !is_blocked(clause, s, true)) return span(clause, about);
      const std::size_t stop = std::min(clause.end, s + k_reach);
      for (std::size_t v = s + 1; v < stop; ++v) {
        const bool runs_through =
            is_one_of(text(v), {"durch"}) &&
            has_text(clause, {"laufen", "läuft", "liefen", "lief", "gehen", "gelaufen"});
        const bool succeeds = is(v, w_pass) && !hands_over(v, clause);
        const bool is_good = is(v, w_good) && is_predicate(v, s);
        const bool works = is(v, w_works) && about == About::build && !is(v + 1, w_object);
        const bool exits_well = tokens_[v].kind == Kind::number && tokens_[v].number == 0 &&
                                has_text(clause, {"exit", "exits", "exited", "exitcode"});
        if (!succeeds && !is_good && !runs_through && !works && !exits_well) continue;
        if (is_blocked(clause, v, true)) break;
        return span(clause, about);
      }
    }
    return std::nullopt;
  }

  /// "is clean", "lint: clean", "the build was successful"; not "a clean build", "green button".
  [[nodiscard]] bool is_predicate(std::size_t good, std::size_t subject) const {
    if (text(good) == "no fault" || tokens_[good].kind == Kind::mark) return true;
    if (good == subject + 1)
      return good + 1 >= tokens_.size() || tokens_[good + 1].kind != Kind::word ||
             !is_one_of(text(good), {"clean", "green"});
    const std::string& link = text(good - 1);
    if (is_one_of(text(good), {"successfully", "cleanly", "erfolgreich", "fehlerfrei",
                               "correctamente", "exitosamente", "fine"}))
      return true;
    return is_one_of(
        link, {"is",       "are",      "was",       "were",      "be",         "comes", "came",
               "come",     "stay",     "stays",     "remain",    "remains",    "look",  "looks",
               "reports",  "runs",     "all",       "now",       "still",      ":",     "back",
               "ist",      "sind",     "alle",      "est",       "sont",       "au",    "en",
               "está",     "están",    "es",        "fue",       "completely", "fully", "exits",
               "finished", "finishes", "completes", "completed", "ran",        "run"});
  }

  [[nodiscard]] bool has_text(const Clause& clause,
                              std::initializer_list<std::string_view> words) const {
    for (std::size_t i = clause.begin; i < clause.end; ++i)
      if (is_one_of(text(i), words)) return true;
    return false;
  }

  [[nodiscard]] std::optional<Found> compiles_claim(const Clause& clause) const {
    for (std::size_t i = clause.begin; i < clause.end; ++i) {
      if (!is(i, w_compiles) || is_blocked(clause, i, true)) continue;
      const std::string& next = text(i + 1);
      const bool goes_well =
          is(i + 1, w_good) || is_one_of(next, {"without", "again", "now", "ohne", "sans", "sin",
                                                "jetzt", "wieder", "avec", "con"});
      if (goes_well && !(text(i) == "compile" && i == clause.begin))
        return span(clause, About::build);
      if (hands_over(i, clause) || i == clause.begin) continue;
      const bool is_sure = text(i) != "builds" && text(i) != "compile" && text(i) != "compiled";
      const bool has_subject = is_one_of(
          text(i - 1), {"project",  "code",    "it",       "everything", "app",     "application",
                        "binary",   "crate",   "package",  "tree",       "library", "still",
                        "now",      "projekt", "programm", "projet",     "tout",    "programme",
                        "proyecto", "código",  "todo",     "program"});
      const bool ends = i + 1 >= clause.end || tokens_[i + 1].kind != Kind::word;
      if (has_subject && (is_sure || text(i) != "compiled") && (ends || is_sure))
        return span(clause, About::build);
    }
    return std::nullopt;
  }

  [[nodiscard]] std::optional<Found> fix_claim(const Clause& clause) const {
    for (std::size_t i = clause.begin; i < clause.end; ++i) {
      if (is_blocked(clause, i, false)) continue;
      if (text(i) == "no longer") return span(clause, About::fix);
      if (is(i, w_fixed) && is_fixed(clause, i)) return span(clause, About::fix);
      if (is(i, w_works) && (is(i + 1, w_surely) || is(i - 1, w_surely) || works_as_expected(i)))
        return span(clause, About::fix);
      const bool is_gone =
          text(i) == "gone" && is_one_of(text(i - 1), {"is", "are", "now"}) &&
          has_text(clause, {"bug", "error", "issue", "problem", "crash", "warning", "failure"});
      if (is_gone) return span(clause, About::fix);
    }
    return std::nullopt;
  }

  [[nodiscard]] bool works_as_expected(std::size_t i) const {
    return is_one_of(text(i + 1), {"as", "wie", "comme", "como", "de"}) &&
           is_one_of(text(i + 2), {"expected", "intended", "erwartet", "prévu", "esperado", "se",
                                   "nuevo", "nouveau"});
  }

  [[nodiscard]] bool is_fixed(const Clause& clause, std::size_t i) const {
    const std::string& word = text(i);
    const std::string& next = text(i + 1);
    if (is_one_of(next, {"size",    "width",   "length", "point",   "seed",     "number",
                         "set",     "list",    "amount", "order",   "value",    "position",
                         "price",   "rate",    "at",     "to",      "interval", "string",
                         "cost",    "version", "path",   "date",    "address",  "offset",
                         "against", "when",    "from",   "promise", "value",    "into"}))
      return false;
    if (has_text(clause, {"typo", "typos", "spelling", "grammar", "comment", "comments",
                          "docstring", "wording", "readme", "indentation"}))
      return false;
    const bool is_first = i == clause.begin || tokens_[i - 1].kind == Kind::mark;
    const std::string& last = is_first ? text(k_nowhere) : text(i - 1);
    if (word == "fixes" || word == "resolves")
      return is_one_of(last, {"this", "it", "change", "patch", "that", "which", "commit"});
    if (is_first) return true;
    if (!is_one_of(word, {"fixed", "resolved", "solved"}))
      return !is_one_of(last, {"a", "un", "une", "ein"});
    return is_one_of(last, {"is", "are", "was", "were", "been", "got", "now", "i", "we", "ve",
                            "have", "has", "also", "successfully", "and", "then", "s", "fully"});
  }

  [[nodiscard]] std::optional<Found> verified_claim(const Clause& clause) const {
    for (std::size_t i = clause.begin; i < clause.end; ++i) {
      if (!is(i, w_verified) || is_blocked(clause, i, false)) continue;
      const bool is_first = i == clause.begin || tokens_[i - 1].kind == Kind::mark;
      if (!is_first && is(i - 1, w_object | w_part)) continue;
      const std::string& last = is_first ? text(k_nowhere) : text(i - 1);
      const bool by_us =
          is_first ||
          is_one_of(last, {"i",          "we",    "ve",        "have",         "has",
                           "been",       "also",  "manually",  "was",          "were",
                           "is",         "are",   "then",      "ai",           "été",
                           "he",         "hemos", "and",       "successfully", "locally",
                           "personally", "fully", "thoroughly"});
      const bool is_verb = !is_one_of(text(i), {"verified", "confirmed", "validated", "tested"});
      if (by_us || is_verb) return span(clause, About::other);
    }
    return std::nullopt;
  }

  static constexpr std::size_t k_nowhere = static_cast<std::size_t>(-1) - 8;
  std::vector<Token> tokens_;
  bool context_;
  bool when_ = false, stopped_ = false, is_of_another_ = false;
  std::size_t wish_at_ = k_nowhere, stop_at_ = k_nowhere;
};

}  // namespace

/// What stands in brackets is a sentence of its own: "the suite (312 tests) passes".
static std::string without_brackets(std::string_view sentence, std::string_view& inside,
                                    std::size_t& inside_at) {
  std::string out(sentence);
  const auto open = out.find('(');
  const auto close = open == std::string::npos ? open : out.find(')', open);
  if (close == std::string::npos) return out;
  inside = sentence.substr(open + 1, close - open - 1);
  inside_at = open + 1;
  std::fill(out.begin() + static_cast<std::ptrdiff_t>(open),
            out.begin() + static_cast<std::ptrdiff_t>(close) + 1, ' ');
  return out;
}

std::vector<Found> claims_in_sentence(std::string_view sentence, std::string_view before) {
  if (has_chinese(sentence)) return claims_in_chinese(sentence);
  std::string_view inside;
  std::size_t inside_at = 0;
  const std::string outside = without_brackets(sentence, inside, inside_at);
  SentenceReader reader(outside, before);
  auto found = reader.read();
  if (inside.empty()) return found;
  SentenceReader inner(inside, outside);
  for (Found one : inner.read()) {
    one.begin += inside_at;
    one.end += inside_at;
    const auto same = std::find_if(found.begin(), found.end(),
                                   [&](const Found& each) { return each.about == one.about; });
    if (same == found.end()) {
      found.push_back(one);
    } else {
      same->begin = std::min(same->begin, one.begin);
      same->end = std::max(same->end, one.end);
    }
  }
  return found;
}

std::string command_in(std::string_view sentence) {
  const auto tokens = read_tokens(sentence);
  for (const Token& token : tokens) {
    if (token.kind != Kind::code || token.text.find('\n') != std::string::npos) continue;
    const bool is_file = token.text.find(' ') == std::string::npos &&
                         token.text.find('/') != std::string::npos && !token.text.starts_with("./");
    if (is_file || token.text.find("::") != std::string::npos) continue;
    const CommandFlow line = read_command_flow(token.text);
    const bool runs = std::any_of(line.parts.begin(), line.parts.end(),
                                  [](const Part& part) { return understand(part).does != 0; });
    const bool is_program =
        !line.parts.empty() && !line.parts[0].argv.empty() && line.parts[0].argv.size() > 1 &&
        is_one_of(line.parts[0].argv[0], {"python", "python3", "node", "bash", "sh", "ruby", "perl",
                                          "go", "cargo", "npm", "java", "php"});
    if (runs || is_program || token.text.starts_with("./")) return token.text;
  }
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].kind != Kind::word) continue;
    if (is_one_of(tokens[i].text, {"pytest", "ctest", "ruff", "mypy", "eslint", "flake8", "pylint",
                                   "pyright", "tsc", "rubocop", "jest", "vitest"}))
      return tokens[i].text;
    const std::string& next = i + 1 < tokens.size() ? tokens[i + 1].text : tokens[i].text;
    const bool is_test = next == "test" && is_runner_head(tokens[i].text);
    const bool is_other =
        tokens[i].text == "cargo" && is_one_of(next, {"build", "check", "clippy"});
    if (is_test || is_other || (tokens[i].text == "make" && next == "check"))
      return tokens[i].text + " " + next;
  }
  return {};
}

}  // namespace verify
