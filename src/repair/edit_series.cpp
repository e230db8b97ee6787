// C, C++, Java: numbers in rows. Indices exchanged, a remainder that is forgotten once, a mask, half of a row, the square; what stands
// between the elements and not in front of the first.

#include <algorithm>

#include "edits.h"

namespace repair {
namespace {

using code::Node;

constexpr std::size_t k_divisors_max = 2;

Node list_of(Node subscript) {
  for (const char* field : {"argument", "array"})
    if (const Node list = subscript.field(field)) return list;
  return {};
}

/// m[i][j] -> m[j][i]
void exchange_indices(Edits& edits, Node node) {
  const Node row = list_of(node);
  if (edits.kind(row) != Kind::subscript) return;
  const auto outer = indices_of(row), inner = indices_of(node);
  if (outer.size() != 1 || inner.size() != 1 || edits.text(outer[0]) == edits.text(inner[0])) return;
  std::vector<Splice> both;
  both.push_back({outer[0].begin(), outer[0].end(), edits.text(inner[0])});
  both.push_back({inner[0].begin(), inner[0].end(), edits.text(outer[0])});
  edits.splice(1.5, "indices exchanged", node.line(), std::move(both));
}

/// What the function takes remainders by.
std::vector<std::string> divisors(Edits& edits) {
  std::vector<std::string> out;
  if (edits.source.text_of(edits.unit.body).find('%') == std::string_view::npos) return out;
  for (code::Cursor at(edits.unit.body); at.next() && out.size() < k_divisors_max;) {
    if (edits.kind(at.node()) != Kind::arithmetic) continue;
    for (const auto& parts : binaries(at.node())) {
      const std::string by = edits.tight(parts.right);
      if (edits.text(parts.op) == "%" && std::find(out.begin(), out.end(), by) == out.end()) out.push_back(by);
    }
  }
  return out;
}

bool is_sum_or_product(std::string_view op) {
  return op == "*" || op == "+" || op == "-";
}

/// base = base * base -> base * base % mod, as elsewhere in the function; hash *= 31 -> hash = hash * 31 % mod
void remainder_as_elsewhere(Edits& edits, Node node, Kind kind) {
  const Kind around = edits.kind(node.parent());
  if (kind == Kind::arithmetic && is_sum_or_product(edits.text(operator_of(node))) && around != Kind::arithmetic && around != Kind::parenthesised && around != Kind::comparison) {
    const bool is_product = edits.text(operator_of(node)) == "*";
    for (const auto& by : divisors(edits))
      if (edits.text(node).find("% " + by) == std::string::npos) edits.replace_expression(1.6, "remainder", node, (is_product ? edits.text(node) : "(" + edits.text(node) + ")") + " % " + by, Kind::arithmetic);
  }
  if (kind != Kind::augmented) return;
  const std::string op = edits.text(operator_of(node)), left = edits.text(node.field("left"));
  if (op != "*=" && op != "+=") return;
  for (const auto& by : divisors(edits)) {
    const std::string value = left + " " + op.substr(0, 1) + " " + edits.tight(node.field("right"));
    edits.replace(1.8, "remainder", node, left + " = " + (op == "*=" ? value : "(" + value + ")") + " % " + by);
  }
}

/// table[crc ^ byte] -> table[(crc ^ byte) & 0xff]
void mask_index(Edits& edits, Node node) {
  const std::string op = edits.text(operator_of(node));
  if (op != "^" && op != ">>" && op != "+" && op != "<<" && op != "*") return;
  const Node parent = node.parent();
  const bool is_index = edits.kind(parent) == Kind::subscript || parent.type() == "subscript_argument_list";
  const bool is_kept = parent.type() == "cast_expression" || parent.type() == "argument_list" || edits.kind(parent) == Kind::assignment || parent.type() == "init_declarator" || edits.kind(parent) == Kind::return_;
  const bool shifts = op == ">>" || op == "<<" || op == "^";
  if (!is_index && !(is_kept && shifts)) return;
  const std::string mask = edits.source.text().find("0xFF") != std::string::npos ? "0xFF" : "0xff";
  edits.replace_expression(is_index && shifts ? 1.4 : 2.0, "mask", node, "(" + edits.text(node) + ") & " + mask, Kind::arithmetic);
}

/// hour % 12 -> hour % 12 == 0 ? 12 : hour % 12
void last_for_nothing(Edits& edits, Node node) {
  const auto parts = binaries(node);
  if (parts.size() != 1 || edits.text(parts[0].op) != "%" || edits.kind(parts[0].right) != Kind::number) return;
  const std::string text = edits.text(node);
  edits.replace_expression(2.2, "remainder", node, text + " == 0 ? " + edits.text(parts[0].right) + " : " + text, Kind::conditional);
}

/// sum += x - mean -> sum += (x - mean) * (x - mean)
void squared(Edits& edits, Node node) {
  const Node right = node.field("right");
  if (edits.text(operator_of(node)) != "+=" || edits.kind(right) == Kind::number || edits.kind(right) == Kind::string || !may_be(edits.shape_of(right), Shape::number)) return;
  edits.replace(2.2, "square", right, edits.tight(right) + " * " + edits.tight(right));
}

/// Half of the row: what exchanges both ends does it twice else.
void half_of_row(Edits& edits, Node loop) {
  const Node condition = condition_of(loop);
  if (edits.kind(condition) != Kind::comparison || loop.type() != "for_statement") return;
  const auto parts = binaries(condition);
  if (parts.size() != 1 || edits.text(parts[0].op)[0] != '<') return;
  const std::string body = edits.text(loop.field("body")), from_end = " - " + edits.text(parts[0].left);
  const bool exchanges = body.find(from_end) != std::string::npos;
  edits.replace(exchanges ? 1.4 : 2.5, "half", parts[0].right, edits.tight(parts[0].right) + " / 2");
}

/// x >>= 1 -> x &= x - 1, and back: bits that are set, one after another.
void next_bit(Edits& edits, Node node) {
  const std::string text = edits.text(node), left = edits.text(node.field("left"));
  if (text == left + " >>= 1") edits.replace(1.9, "mask", node, left + " &= " + left + " - 1");
  if (text == left + " &= " + left + " - 1") edits.replace(1.9, "mask", node, left + " >>= 1");
}

// ---- separators ----

/// The text that a statement adds to: out += ','; out.push_back(','); printf(", ") adds to nothing that has a name.
bool adds_literal(Edits& edits, Node statement, std::string& target) {
  const Node inner = statement.child(0);
  const auto is_separator = [&](Node value) { return edits.kind(value) == Kind::string && edits.text(value).size() < 8 && edits.text(value).find('%') == std::string::npos; };
  if (edits.kind(inner) == Kind::augmented && edits.text(operator_of(inner)) == "+=") {
    target = edits.text(inner.field("left"));
    return is_separator(inner.field("right"));
  }
  if (edits.kind(inner) == Kind::assignment) return edits.text(inner.field("left")).find("++") != std::string::npos && is_separator(inner.field("right"));
  if (inner.type() == "binary_expression" && edits.text(operator_of(inner)) == "<<") return is_separator(inner.field("right"));
  if (edits.kind(inner) != Kind::call) return false;
  const auto arguments = arguments_of(inner);
  const Node callee = callee_of(inner);
  target = inner.field("object") ? edits.text(inner.field("object")) : edits.kind(callee) == Kind::member ? edits.text(object_of(callee)) : "";
  return std::any_of(arguments.begin(), arguments.end(), is_separator) && arguments.size() < 4;
}

/// out += ", "; in a loop: if (i > 0), if (i + 1 < n), if (!out.empty()).
void between_elements(Edits& edits, Node statement) {
  std::string target;
  if (!adds_literal(edits, statement, target)) return;
  Node loop = statement.parent();
  while (loop && edits.kind(loop) != Kind::for_ && edits.kind(loop) != Kind::while_ && edits.kind(loop) != Kind::function) loop = loop.parent();
  if (!loop || edits.kind(loop) == Kind::function) return;
  const auto with = [&](double cost, const std::string& question) { edits.replace(cost, "between elements", statement, "if (" + question + ") " + edits.text(statement)); };
  if (!target.empty() && edits.language() != code::Language::c && edits.kind(statement.child(0).field("left")) != Kind::subscript)
    with(1.4, edits.is_native() ? "!" + target + ".empty()" : target + ".length() > 0");
  const Node condition = condition_of(loop);
  const auto parts = edits.kind(condition) == Kind::comparison ? binaries(condition) : std::vector<Binary>();
  if (parts.size() != 1 || edits.kind(loop) != Kind::for_) return;
  const std::string index = edits.text(parts[0].left), op = edits.text(parts[0].op);
  with(1.4, index + " > 0");
  if (op == "<" || op == "!=") with(1.4, index + " + 1 < " + edits.text(parts[0].right));
}

}  // namespace

void edit_series(Edits& edits, Node node) {
  const Kind kind = edits.kind(node);
  if (kind == Kind::subscript) exchange_indices(edits, node);
  if (kind == Kind::augmented) {
    squared(edits, node);
    next_bit(edits, node);
  }
  if (kind == Kind::arithmetic || kind == Kind::augmented) remainder_as_elsewhere(edits, node, kind);
  if (kind == Kind::arithmetic) {
    mask_index(edits, node);
    last_for_nothing(edits, node);
  }
  if (kind == Kind::for_) half_of_row(edits, node);
  if (kind == Kind::expression_statement) between_elements(edits, node);
}

}  // namespace repair
