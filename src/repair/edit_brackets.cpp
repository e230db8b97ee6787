// What binds tighter than it reads: flags & MASK != 0, !a == b, c = next() != END, n + x ? a : b, a || b && c. The brackets go where
// the text suggests them, so each place has one candidate, and hardly one that passes by chance.

#include "edits.h"

namespace repair {
namespace {

using code::Node;

bool is_bitwise(std::string_view op) {
  return op == "&" || op == "|" || op == "^";
}

void put(Edits& edits, double cost, Node node, std::string text, Kind kind) {
  edits.replace_expression(cost, "brackets moved", node, std::move(text), kind);
}

/// a & b == c -> (a & b) == c
void around_bits(Edits& edits, Node node) {
  const auto parts = binaries(node);
  if (parts.size() != 1 || !is_bitwise(edits.text(parts[0].op))) return;
  const std::string op = " " + edits.text(parts[0].op) + " ";
  if (edits.kind(parts[0].right) == Kind::comparison)
    for (const auto& inner : binaries(parts[0].right))
      put(edits, 0.8, node, "(" + edits.text(parts[0].left) + op + edits.text(inner.left) + ") " + edits.text(inner.op) + " " + edits.text(inner.right), Kind::comparison);
  if (edits.kind(parts[0].left) == Kind::comparison)
    for (const auto& inner : binaries(parts[0].left))
      put(edits, 0.9, node, edits.text(inner.left) + " " + edits.text(inner.op) + " (" + edits.text(inner.right) + op + edits.text(parts[0].right) + ")", Kind::comparison);
}

/// !a & b -> !(a & b), !a == b -> !(a == b)
void around_negated(Edits& edits, Node node) {
  const auto parts = binaries(node);
  if (parts.size() != 1 || edits.kind(parts[0].left) != Kind::negation) return;
  const std::string rest = " " + edits.text(parts[0].op) + " " + edits.text(parts[0].right);
  const bool is_sure = edits.kind(node) != Kind::logical;
  put(edits, is_sure ? 0.9 : 1.7, node, std::string(edits.words().negate) + "(" + edits.text(operand_of(parts[0].left)) + rest + ")", Kind::negation);
}

/// if (c = next() != END) -> if ((c = next()) != END)
void around_assignment(Edits& edits, Node node) {
  const Node right = node.field("right");
  if (edits.kind(right) != Kind::comparison || edits.kind(node.parent()) == Kind::expression_statement || node.parent().type() == "for_statement") return;
  for (const auto& parts : binaries(right))
    put(edits, 0.8, node, "(" + edits.text(node.field("left")) + " = " + edits.text(parts.left) + ") " + edits.text(parts.op) + " " + edits.text(parts.right), Kind::comparison);
}

/// n + x ? a : b -> n + (x ? a : b)
void around_choice(Edits& edits, Node node) {
  const Node condition = node.field("condition");
  if (edits.kind(condition) != Kind::arithmetic) return;
  const std::string whole = edits.text(node);
  for (const auto& parts : binaries(condition))
    put(edits, 1.1, node, edits.text(parts.left) + " " + edits.text(parts.op) + " (" + whole.substr(parts.right.begin() - node.begin()) + ")", Kind::arithmetic);
}

/// The clause of the other operator, with the brackets around it if it has some.
Node other_clause(Edits& edits, Node side, const std::string& op) {
  Node inner = side;
  if (edits.kind(inner) == Kind::parenthesised && inner.named_children().size() == 1) inner = inner.named_children()[0];
  return edits.kind(inner) == Kind::logical && edits.text(binaries(inner)[0].op) != op ? inner : Node();
}

/// a || b && c -> (a || b) && c, and back.
void around_clauses(Edits& edits, Node node) {
  for (const auto& parts : binaries(node)) {
    const std::string op = edits.text(parts.op);
    if (const Node inner = other_clause(edits, parts.right, op))
      if (const auto clause = binaries(inner); clause.size() == 1) {
        const std::string first = edits.text(parts.left) + " " + op + " " + edits.text(clause[0].left);
        put(edits, 1.3, node, (op == "||" ? "(" + first + ")" : first) + " " + edits.text(clause[0].op) + " " + edits.text(clause[0].right), Kind::logical);
      }
    if (const Node inner = other_clause(edits, parts.left, op))
      if (const auto clause = binaries(inner); clause.size() == 1) {
        const std::string last = edits.text(clause[0].right) + " " + op + " " + edits.text(parts.right);
        put(edits, 1.3, node, edits.text(clause[0].left) + " " + edits.text(clause[0].op) + " " + (op == "||" ? "(" + last + ")" : last), Kind::logical);
      }
  }
}

}  // namespace

void edit_brackets(Edits& edits, Node node) {
  if (edits.is_python()) return;
  const Kind kind = edits.kind(node);
  if (kind == Kind::arithmetic) around_bits(edits, node);
  if (kind == Kind::arithmetic || kind == Kind::comparison || kind == Kind::logical) around_negated(edits, node);
  if (kind == Kind::assignment) around_assignment(edits, node);
  if (kind == Kind::conditional) around_choice(edits, node);
  if (kind == Kind::logical) around_clauses(edits, node);
}

}  // namespace repair
