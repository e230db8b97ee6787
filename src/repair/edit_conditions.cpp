// Conditions of if, while and ?:.

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

/// With another question beside it, or in its place. `surcharge`: how much less likely than in an if.
void ask_more(Edits& edits, Node condition, double surcharge) {
  const std::string text = edits.text(condition);
  const std::string both = std::string(edits.words().both);
  const std::string either = std::string(edits.words().either);
  for (const auto& [cost, question] : questions(edits)) {
    if (question == text) continue;
    edits.replace(cost + surcharge, "condition extended", condition, bracketed(edits, condition) + both + question);
    edits.replace(cost + surcharge + 0.1, "condition extended", condition, question + both + bracketed(edits, condition));
    edits.replace(cost + surcharge + 0.2, "condition extended", condition, bracketed(edits, condition) + either + question);
    edits.replace(cost + surcharge + 0.5, "condition", condition, question);
  }
}

/// a or b -> a or (b and question)
void ask_more_of_parts(Edits& edits, Node condition, double surcharge) {
  if (edits.kind(condition) != Kind::logical) return;
  for (const auto& binary : binaries(condition)) {
    const std::string op = edits.text(binary.op);
    const bool is_either = op == "or" || op == "||";
    if (!is_either && op != "and" && op != "&&") continue;
    for (const Node part : {binary.left, binary.right}) {
      if (edits.kind(part) == Kind::logical) continue;
      for (const auto& [cost, question] : questions(edits))
        edits.replace(cost + surcharge + 0.2, "condition extended", part,
                      is_either ? bracketed(edits, part) + std::string(edits.words().both) + question
                                : "(" + bracketed(edits, part) + std::string(edits.words().either) + question + ")");
    }
  }
}

/// As it stands elsewhere in the function.
void ask_as_elsewhere(Edits& edits, Node condition) {
  const std::string text = edits.text(condition);
  for (const Node other : edits.scope.conditions) {
    const std::string theirs = edits.text(other);
    if (theirs == text) continue;
    edits.replace(2.5, "condition of another place", condition, theirs);
    edits.replace(2.7, "condition extended", condition, bracketed(edits, condition) + std::string(edits.words().both) + bracketed(edits, other));
    edits.replace(2.8, "condition extended", condition, bracketed(edits, condition) + std::string(edits.words().either) + bracketed(edits, other));
  }
}

/// A truth that is returned, filtered by, kept: no condition of a statement, but as good as one.
bool is_truth(Edits& edits, Node node, Kind kind) {
  if (kind != Kind::comparison && kind != Kind::logical && kind != Kind::negation) return false;
  const Node parent = value_parent(node);
  const std::string_view type = parent.type();
  for (const std::string_view one : {"return_statement", "return_expression", "arrow_function", "lambda", "if_clause", "assignment", "variable_declarator",
                                     "init_declarator", "conditional_expression", "ternary_expression", "lambda_expression", "expression_statement"})
    if (type == one) return true;
  return edits.kind(parent) == Kind::call || type == "argument_list" || type == "arguments" || (type == "block" && edits.language() == code::Language::rust);
}

/// All that a function does is to answer this question.
bool is_all(Edits& edits, Node node) {
  const Node parent = value_parent(node);
  if (parent.type() == "arrow_function") return true;
  return edits.kind(parent) == Kind::return_ && statements_of(parent.parent(), edits.language()).size() == 1 &&
         edits.kind(parent.parent().parent()) == Kind::function;
}

}  // namespace

void edit_conditions(Edits& edits, Node node) {
  const Kind kind = edits.kind(node);
  if (is_truth(edits, node, kind) && is_value(node, edits.language())) {
    const double surcharge = is_all(edits, node) ? -0.2 : 0.1;
    edits.replace(1.5, "condition negated", node, negated(edits, node));
    ask_as_elsewhere(edits, node);
    ask_more(edits, node, surcharge);
    ask_more_of_parts(edits, node, surcharge);
    return;
  }
  if (kind != Kind::if_ && kind != Kind::while_ && kind != Kind::conditional &&
      !(kind == Kind::for_ && !edits.is_python()))
    return;
  const Node condition = condition_of(node);
  if (!condition || (kind == Kind::for_ && node.type() != "for_statement")) return;
  if (kind == Kind::if_ || kind == Kind::while_) exchange_keyword(edits, node);
  edits.replace(1.3, "condition negated", condition, negated(edits, condition));
  ask_as_elsewhere(edits, condition);
  if (kind != Kind::conditional) {
    edits.replace(3.0, "condition", condition, std::string(edits.words().yes));
    edits.replace(3.0, "condition", condition, std::string(edits.words().no));
  }
  ask_more(edits, condition, kind == Kind::conditional ? 0.2 : 0);
  ask_more_of_parts(edits, condition, kind == Kind::conditional ? 0.2 : 0);
}

}  // namespace repair
