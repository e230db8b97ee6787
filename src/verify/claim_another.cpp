// "Another fix passes the tests", "both approaches build": said of trees that are not the one there is.
// Only where it is the subject: "I took another approach, and the tests pass" is said of this tree.

#include <algorithm>

#include "claim_reading.h"

namespace verify {
namespace {

using Kind = Token::Kind;

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_another(std::string_view word) {
  return is_one_of(word, {"other", "another", "alternative", "alternate", "different", "previous", "prior", "former", "earlier",
                          "old", "older", "original", "rejected", "discarded", "abandoned",
                          "andere", "anderen", "anderer", "vorherige", "ursprüngliche",
                          "autre", "autres", "ancien", "ancienne", "précédente", "otra", "otro", "otras", "otros", "anterior"});
}

bool is_each(std::string_view word) {
  return is_one_of(word, {"both", "either", "each", "every", "all", "two", "three", "four", "five", "beide", "les", "ambas", "ambos"});
}

/// Of which a tree has one, so that each of several is another tree.
bool is_version(std::string_view word) {
  return is_one_of(word, {"version", "versions", "approach", "approaches", "attempt", "attempts", "variant", "variants",
                          "alternative", "alternatives", "candidate", "candidates", "branch", "branches", "revision", "revisions",
                          "solution", "solutions", "option", "options", "versionen", "ansatz", "ansätze", "lösung", "lösungen",
                          "variante", "varianten", "approche", "approches", "versión", "versiones", "solución", "soluciones"});
}

/// Of which a tree can have several.
bool is_change(std::string_view word) {
  return is_one_of(word, {"edit", "edits", "fix", "fixes", "change", "changes", "patch", "patches", "commit", "commits",
                          "implementation", "implementations", "code", "one", "ones", "tree", "trees",
                          "änderung", "änderungen", "correction", "corrections", "cambio", "cambios"});
}

bool is_place(std::string_view word) { return is_one_of(word, {"on", "in", "with", "under", "for", "using", "against"}); }

/// A phrase that names another tree, from a token on; where it ends, 0 = there is none.
class Phrase {
 public:
  Phrase(const std::vector<Token>& tokens, std::size_t end) : tokens_(tokens), end_(end) {}

  /// "2 other edits", "the smaller alternative version", "both approaches", "others".
  [[nodiscard]] std::size_t from(std::size_t at) const {
    bool is_several = false;
    for (; at < end_ && is_lead(at); ++at) is_several = is_several || is_each(text(at));
    if (text(at) == "others") return at + 1;
    if (is_several && is_version(text(at))) return at + 1;
    const bool is_noun = is_one_of(text(at), {"alternative", "alternatives"});
    if (is_noun && (at + 1 >= end_ || (tokens_[at + 1].means & (w_pass | w_compiles)) != 0)) return at + 1;
    const std::size_t last = std::min(end_, at + 3);   // a word or two may stand between
    for (std::size_t noun = at; noun < last; ++noun) {
      if (!is_version(text(noun)) && !is_change(text(noun))) continue;
      for (std::size_t i = at; i < noun; ++i)
        if (is_another(text(i))) return noun + 1;
      if (is_another(text(noun + 1))) return noun + 2;   // "la version précédente"
    }
    return 0;
  }

  /// "on the other branch": there it is said of, wherever it stands.
  [[nodiscard]] bool is_place_at(std::size_t at) const {
    if (!is_place(text(at))) return false;
    ++at;
    while (at < end_ && (tokens_[at].means & w_object) != 0) ++at;
    return is_another(text(at)) && is_version(text(at + 1)) && text(at + 2) != "of";
  }

 private:
  [[nodiscard]] std::string_view text(std::size_t at) const { return at < end_ ? std::string_view(tokens_[at].text) : std::string_view(); }
  [[nodiscard]] bool is_lead(std::size_t at) const {
    if (tokens_[at].kind == Kind::number || (tokens_[at].means & (w_object | w_all)) != 0) return true;
    return is_each(text(at)) || is_one_of(text(at), {"there", "is", "are", "also", "at", "least", "my", "our", "your", "of"});
  }

  const std::vector<Token>& tokens_;
  std::size_t end_;
};

}  // namespace

bool is_of_another_tree(const std::vector<Token>& tokens, std::size_t begin, std::size_t end, bool was) {
  const Phrase phrase(tokens, end);
  for (std::size_t i = begin; i < end; ++i)
    if (phrase.is_place_at(i)) return true;
  const bool has_no_subject = (tokens[begin].means & (w_pass | w_compiles)) != 0 ||
                              is_one_of(tokens[begin].text, {"which", "that", "also", "is", "are", "was", "were"});
  if (was && has_no_subject) return true;
  const std::size_t after = phrase.from(begin);
  if (after == 0) return false;
  for (std::size_t i = after; i < end; ++i) {
    if ((tokens[i].means & (w_pass | w_compiles)) != 0) return true;
    if ((tokens[i].means & (w_tests | w_build | w_lint)) != 0) return false;   // "after that the tests pass"
  }
  return true;   // what follows it is said of it: "another fix, which is smaller, passes"
}

}  // namespace verify
