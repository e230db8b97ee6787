// Conditions of Python and JavaScript that ask for half of what they mean: whether there is something, and not what it says of
// itself, node is not None and node.terminal; or that ask the wrong way round, known is not None and x < known.

#include <algorithm>

#include "edits.h"

namespace repair {
namespace {

using code::Node;

constexpr std::size_t k_objects_max = 2;

/// x is not None -> x is None; not x -> x; "" = no question for nothing.
std::string turned(Edits& edits, Node clause) {
  const Kind kind = edits.kind(clause);
  if (kind == Kind::negation) return edits.text(operand_of(clause));
  if (kind == Kind::name || kind == Kind::member) return std::string(edits.words().negate) + edits.text(clause);
  const auto parts = binaries(clause);
  if (kind != Kind::comparison || parts.size() != 1 || edits.kind(parts[0].right) != Kind::null) return {};
  constexpr std::string_view k_ways[][2] = {{"is", "is not"}, {"===", "!=="}, {"==", "!="}};
  const std::string op = edits.text(parts[0].op);
  for (const auto& ways : k_ways)
    for (const int own : {0, 1})
      if (ways[own] == op) return edits.text(parts[0].left) + " " + std::string(ways[1 - own]) + " " + edits.text(parts[0].right);
  return {};
}

/// known is not None and x < known -> known is None or x < known
void other_way_round(Edits& edits, Node node) {
  const auto parts = binaries(node);
  if (parts.size() != 1) return;
  const std::string op = edits.text(parts[0].op), first = turned(edits, parts[0].left);
  const bool is_both = op == "and" || op == "&&";
  if (first.empty() || (!is_both && op != "or" && op != "||")) return;
  const std::string between(is_both ? edits.words().either : edits.words().both);
  const Node second = parts[0].right;
  const bool needs_brackets = edits.kind(second) == Kind::logical;
  put_clause(edits, 1.4, "condition negated", node, between, first + between + (needs_brackets ? "(" + edits.text(second) + ")" : edits.text(second)));
}

/// What a clause asks about: x of x is not None, x.y == z.
std::vector<std::string> objects_of(Edits& edits, Node clause) {
  std::vector<std::string> out;
  for (code::Cursor at(clause); at.next() && out.size() < k_objects_max;) {
    const Node node = at.node();
    const std::string text = edits.text(node);
    const Node parent = node.parent();
    const auto parts = binaries(parent);
    if (edits.kind(node) != Kind::name || text == "self" || !is_value(node, edits.language())) continue;
    const bool is_object = edits.kind(parent) == Kind::member && node == object_of(parent);
    const bool is_asked = edits.kind(parent) == Kind::comparison && parts.size() == 1 && edits.kind(parts[0].right) == Kind::null;
    const auto& names = edits.scope.names;
    const bool is_own = std::find(names.begin(), names.end(), text) != names.end() && std::find(out.begin(), out.end(), text) == out.end();
    if (is_own && (is_object || is_asked || node == clause)) out.push_back(text);
  }
  return out;
}

/// node is not None -> node is not None and node.terminal
void flag_of_object(Edits& edits, Node clause) {
  if (edits.members().flags.empty()) return;
  const std::string text = edits.text(clause), both(edits.words().both), either(edits.words().either), no(edits.words().negate);
  for (const auto& object : objects_of(edits, clause))
    for (const auto& flag : edits.members().flags) {
      const std::string question = object + "." + flag;
      if (text.find(question) != std::string::npos) continue;
      put_clause(edits, 1.8, "condition extended", clause, both, text + both + question);
      put_clause(edits, 1.8, "condition extended", clause, both, text + both + no + question);
      put_clause(edits, 2.1, "condition extended", clause, either, text + either + question);
      put_clause(edits, 2.2, "condition extended", clause, either, text + either + no + question);
    }
}

/// Python: min(len(x) for x in lines) -> ... if x.strip(): not all that is gone through counts.
void filter_of_elements(Edits& edits, Node clause) {
  const Node left = clause.field("left"), next = clause.next_sibling();
  if (edits.kind(left) != Kind::name || next.type() == "if_clause" || next.type() == "for_in_clause") return;
  const std::string name = edits.text(left);
  const auto put = [&](double cost, const std::string& question) {
    std::vector<Splice> one;
    one.push_back({clause.end(), clause.end(), " if " + question});
    edits.splice(cost, "condition extended", clause.line(), std::move(one));
  };
  put(1.8, name);
  put(1.9, name + " is not None");
  put(2.0, name + ".strip()");
  for (const auto& flag : edits.members().flags) {
    put(1.9, name + "." + flag);
    put(1.9, "not " + name + "." + flag);
  }
}

/// A whole condition, or a clause of one.
bool is_clause(Edits& edits, Node node, Kind kind) {
  if (kind != Kind::comparison && kind != Kind::negation && kind != Kind::name && kind != Kind::member && kind != Kind::call) return false;
  const Node parent = value_parent(node);
  const Kind around = edits.kind(parent);
  if (around == Kind::logical) return true;
  if (around == Kind::if_ || around == Kind::while_ || around == Kind::conditional) return node == condition_of(parent);
  const Kind outer = edits.kind(parent.parent());
  if (around == Kind::parenthesised && (outer == Kind::if_ || outer == Kind::while_)) return node == condition_of(parent.parent());
  const std::string_view type = parent.type();
  return (kind == Kind::comparison || kind == Kind::negation) && (around == Kind::return_ || type == "if_clause" || type == "lambda" || type == "arrow_function");
}

}  // namespace

void edit_truths(Edits& edits, Node node) {
  const Kind kind = edits.kind(node);
  if (kind == Kind::logical) other_way_round(edits, node);
  if (node.type() == "for_in_clause") filter_of_elements(edits, node);
  if (is_clause(edits, node, kind)) flag_of_object(edits, node);
}

}  // namespace repair
