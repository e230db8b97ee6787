// C, C++, Java: masks and bits. The bits that are kept for those that are cleared, one & for two, bits counted from the other end.

#include <optional>

#include "edits.h"

namespace repair {
namespace {

using code::Node;

constexpr double k_of_flags = -0.6;  ///< its name says what it is for

bool is_mask(const std::string& text) {
  for (const std::string_view word : {"mask", "MASK", "flag", "FLAG", "bit", "BIT", "<<", "0x"})
    if (text.find(word) != std::string::npos) return true;
  return false;
}

bool may_be_bits(Edits& edits, Node node) {
  const Kind kind = edits.kind(node);
  const bool fits = kind == Kind::name || kind == Kind::member || kind == Kind::subscript || kind == Kind::number || kind == Kind::parenthesised;
  return fits && may_be(edits.shape_of(node), Shape::number);
}

/// x & mask -> x & ~mask
void other_bits(Edits& edits, Node node) {
  for (const auto& parts : binaries(node)) {
    if (edits.text(parts.op) != "&" || !may_be_bits(edits, parts.right)) continue;
    const std::string mask = edits.text(parts.right);
    edits.replace(1.9 + (is_mask(mask) ? k_of_flags : 0), "mask", parts.right, "~" + mask);
  }
}

/// flags |= mask -> flags &= ~mask, flags ^= mask -> flags &= ~mask
void clear_bits(Edits& edits, Node node) {
  const Node op = operator_of(node), mask = node.field("right");
  const std::string is = edits.text(op), text = edits.text(mask);
  if ((is != "|=" && is != "&=" && is != "^=" && is != "-=") || text.starts_with("~") || !may_be_bits(edits, mask)) return;
  std::vector<Splice> both;
  both.push_back({op.begin(), op.end(), "&="});
  both.push_back({mask.begin(), mask.end(), "~" + text});
  edits.splice(is == "-=" ? 2.4 : 1.2, "mask", node.line(), std::move(both));
}

/// flags &= ~mask -> flags |= mask
void set_bits(Edits& edits, Node node) {
  const Node op = operator_of(node), mask = node.field("right");
  if (edits.text(op) != "&=" || !edits.text(mask).starts_with("~")) return;
  for (const char* other : {"|=", "^="}) {
    std::vector<Splice> both;
    both.push_back({op.begin(), op.end(), other});
    both.push_back({mask.begin(), mask.end(), edits.text(operand_of(mask))});
    edits.splice(1.3, "mask", node.line(), std::move(both));
  }
}

bool asks(Edits& edits, Node node) {
  for (Node around = node.parent();; around = around.parent()) {
    const Kind kind = edits.kind(around);
    if (kind == Kind::logical || kind == Kind::negation || kind == Kind::if_ || kind == Kind::while_ || kind == Kind::return_ || around.type() == "condition_clause") return true;
    if (kind != Kind::parenthesised) return false;
  }
}

/// a & b -> a && b
void clauses_for_bits(Edits& edits, Node node) {
  for (const auto& parts : binaries(node)) {
    const std::string op = edits.text(parts.op);
    if ((op == "&" || op == "|") && asks(edits, node) && edits.kind(parts.right) != Kind::number) edits.replace(1.8, "logical operator", parts.op, op + op);
  }
}

/// flags && MASK -> flags & MASK
void bits_for_clauses(Edits& edits, Node node) {
  for (const auto& parts : binaries(node)) {
    const std::string op = edits.text(parts.op);
    if ((op != "&&" && op != "||") || !may_be_bits(edits, parts.left) || !may_be_bits(edits, parts.right)) continue;
    edits.replace(is_mask(edits.text(parts.right)) ? 1.0 : 2.2, "logical operator", parts.op, op.substr(1));
  }
}

std::optional<long long> plain_number(const std::string& text) {
  if (text.empty() || text.size() > 6 || text.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
  return std::stoll(text);
}

/// byte >> (at % 8) -> byte >> (7 - at % 8): the first bit is the highest.
void from_other_end(Edits& edits, Node node) {
  const auto parts = binaries(node);
  if (parts.size() != 1) return;
  const std::string op = edits.text(parts[0].op);
  if (op != "%" && op != "&") return;
  const auto modulus = plain_number(edits.text(parts[0].right));
  if (!modulus || *modulus < 2) return;
  Node around = node.parent();
  if (edits.kind(around) == Kind::parenthesised) around = around.parent();
  const bool shifts = edits.kind(around) == Kind::arithmetic && edits.text(operator_of(around)).size() == 2;
  const bool picks = edits.kind(around) == Kind::subscript || around.type() == "subscript_argument_list";
  if (!shifts && !picks) return;
  const std::string last = std::to_string(op == "%" ? *modulus - 1 : *modulus);
  edits.replace_expression(shifts ? 1.3 : 2.0, "from the other end", node, last + " - " + (op == "&" ? "(" + edits.text(node) + ")" : edits.text(node)), Kind::arithmetic);
}

/// word >> i -> word >> (7 - i), and back.
void shift_from_other_end(Edits& edits, Node node) {
  for (const auto& parts : binaries(node)) {
    const std::string op = edits.text(parts.op);
    if ((op != "<<" && op != ">>") || !may_be(edits.shape_of(parts.left), Shape::number)) continue;
    const Node by = parts.right;
    if (edits.kind(by) == Kind::name && edits.shape_of(by) == Shape::number)
      for (const char* last : {"7", "31", "63", "15"}) edits.replace(2.4, "from the other end", by, "(" + std::string(last) + " - " + edits.text(by) + ")");
    Node inner = by;
    if (edits.kind(inner) == Kind::parenthesised && inner.named_children().size() == 1) inner = inner.named_children()[0];
    const auto difference = binaries(inner);
    const bool is_turned = edits.kind(inner) == Kind::arithmetic && difference.size() == 1 && edits.text(difference[0].op) == "-" && edits.kind(difference[0].left) == Kind::number;
    if (is_turned) edits.replace(1.4, "from the other end", by, edits.kind(difference[0].right) == Kind::name ? edits.text(difference[0].right) : "(" + edits.text(difference[0].right) + ")");
  }
}

/// x % (size - 1) -> x & (size - 1): it is a mask.
void mask_for_remainder(Edits& edits, Node node) {
  for (const auto& parts : binaries(node))
    if (edits.text(parts.op) == "%") edits.replace(edits.text(parts.right).find("- 1") != std::string::npos || is_mask(edits.text(parts.right)) ? 1.4 : 2.4, "arithmetic operator", parts.op, "&");
}

}  // namespace

void edit_bits(Edits& edits, Node node) {
  const Kind kind = edits.kind(node);
  if (kind == Kind::augmented) {
    clear_bits(edits, node);
    set_bits(edits, node);
  }
  if (kind == Kind::logical && edits.is_native()) bits_for_clauses(edits, node);
  if (kind != Kind::arithmetic) return;
  other_bits(edits, node);
  clauses_for_bits(edits, node);
  from_other_end(edits, node);
  shift_from_other_end(edits, node);
  mask_for_remainder(edits, node);
}

}  // namespace repair
