// Conditions of if, while and ?:.

#include <algorithm>

#include "edits.h"

namespace repair {
namespace {

using code::Node;

std::string bracketed(Edits& edits, Node node) {
  const std::string text = edits.text(node);
  const Kind kind = edits.kind(node);
  return is_tight(kind) || kind == Kind::comparison || (kind == Kind::negation && edits.is_python())
             ? text
             : "(" + text + ")";
}

std::string negated(Edits& edits, Node node) {
  const std::string text = edits.text(node);
  if (edits.kind(node) == Kind::negation) return edits.text(operand_of(node));
  const std::string word(edits.words().negate);
  return word + (is_tight(edits.kind(node)) ? text : "(" + text + ")");
}

/// Small questions about the names at hand.
std::vector<std::pair<double, std::string>> predicates(Edits& edits) {
  std::vector<std::pair<double, std::string>> out;
  const auto& scope = edits.scope;
  for (const auto& name : scope.names)
    for (const auto& [cost, question] : edits.words().questions) out.emplace_back(cost, filled(question, name));
  for (std::size_t i = 0; i < scope.names.size() && i < 8; ++i)
    for (std::size_t j = 0; j < scope.names.size() && j < 8; ++j) {
      if (i == j) continue;
      out.emplace_back(3.5, scope.names[i] + " < " + scope.names[j]);
      if (i < j) {
        out.emplace_back(3.6, scope.names[i] + " == " + scope.names[j]);
        out.emplace_back(3.6, scope.names[i] + " != " + scope.names[j]);
      }
    }
  return out;
}

/// if (...) -> while (...), and back, where no else hangs on it.
void exchange_keyword(Edits& edits, Node node) {
  const Node keyword = node.child(0);
  const std::string word = edits.text(keyword);
  const bool is_go = edits.language() == code::Language::go;
  const std::string loop = is_go ? "for" : "while";
  if (word == "if" && !node.field("alternative") && !node.field("initializer"))
    edits.replace(1.8, "if for while", keyword, loop);
  else if (word == "while")
    edits.replace(1.9, "while for if", keyword, "if");
}

}  // namespace

void edit_conditions(Edits& edits, Node node) {
  const Kind kind = edits.kind(node);
  if (kind != Kind::if_ && kind != Kind::while_ && kind != Kind::conditional &&
      !(kind == Kind::for_ && !edits.is_python()))
    return;
  const Node condition = condition_of(node);
  if (!condition || (kind == Kind::for_ && node.type() != "for_statement")) return;
  const std::string text = edits.text(condition);
  const std::string both = std::string(edits.words().both);
  const std::string either = std::string(edits.words().either);
  if (kind == Kind::if_ || kind == Kind::while_) exchange_keyword(edits, node);
  edits.replace(1.3, "condition negated", condition, negated(edits, condition));
  for (const Node other : edits.scope.conditions) {
    const std::string theirs = edits.text(other);
    if (theirs == text) continue;
    edits.replace(2.5, "condition of another place", condition, theirs);
    edits.replace(2.7, "condition extended", condition,
                  bracketed(edits, condition) + both + bracketed(edits, other));
    edits.replace(2.8, "condition extended", condition,
                  bracketed(edits, condition) + either + bracketed(edits, other));
  }
  if (kind == Kind::conditional) return;
  edits.replace(3.0, "condition", condition, std::string(edits.words().yes));
  edits.replace(3.0, "condition", condition, std::string(edits.words().no));
  for (const auto& [cost, predicate] : predicates(edits)) {
    if (predicate == text) continue;
    edits.replace(cost, "condition extended", condition,
                  bracketed(edits, condition) + both + predicate);
    edits.replace(cost + 0.1, "condition extended", condition,
                  predicate + both + bracketed(edits, condition));
    edits.replace(cost + 0.2, "condition extended", condition,
                  bracketed(edits, condition) + either + predicate);
    edits.replace(cost + 0.5, "condition", condition, predicate);
  }
}

}  // namespace repair
