// Relational, arithmetic, logical and augmented operators: half of what is wrong in one-line bugs.

#include <algorithm>
#include <array>
#include <cctype>

#include "edits.h"

namespace repair {
namespace {

using code::Node;

constexpr const char* k_unless_null = "?" "?";  // no trigraph

constexpr Swap k_relations[] = {
    {"<", "<=", 0.6},  {"<=", "<", 0.6},  {">", ">=", 0.6},  {">=", ">", 0.6},  {"==", "!=", 1.0},
    {"!=", "==", 1.0}, {"<", ">", 1.1},   {">", "<", 1.1},   {"<=", ">=", 1.1}, {">=", "<=", 1.1},
    {"<", ">=", 1.3},  {">=", "<", 1.3},  {">", "<=", 1.3},  {"<=", ">", 1.3},  {"<", "==", 1.8},
    {"<", "!=", 1.6},  {">", "==", 1.8},  {">", "!=", 1.6},  {"<=", "==", 1.8}, {">=", "==", 1.8},
    {"<=", "!=", 1.9}, {">=", "!=", 1.9}, {"==", "<=", 1.5}, {"==", ">=", 1.5}, {"==", "<", 1.7},
    {"==", ">", 1.7},  {"!=", "<", 1.5},  {"!=", ">", 1.5},  {"!=", "<=", 1.9}, {"!=", ">=", 1.9},
};
constexpr Swap k_arithmetic[] = {
    {"+", "-", 0.9}, {"-", "+", 0.9},   {"*", "/", 1.4},   {"/", "*", 1.4}, {"+", "*", 1.6},
    {"*", "+", 1.6}, {"-", "*", 2.0},   {"*", "-", 2.0},   {"-", "/", 2.2}, {"%", "/", 1.6},
    {"/", "%", 1.6}, {"-", "%", 2.0},   {"+", "%", 2.0},   {"%", "+", 2.2}, {"%", "*", 2.0},
    {"&", "|", 1.1}, {"|", "&", 1.1},   {"^", "|", 1.3},   {"^", "&", 1.3}, {"&", "^", 1.4},
    {"|", "^", 1.4}, {"<<", ">>", 0.9}, {">>", "<<", 0.9}, {"|", "+", 1.9}, {"+", "|", 2.2},
    {"&", "%", 2.4}, {"%", "-", 2.2},
};
constexpr Swap k_augmented[] = {
    {"+=", "-=", 0.9},   {"-=", "+=", 0.9},   {"*=", "+=", 1.4}, {"+=", "*=", 1.4},
    {"*=", "/=", 1.4},   {"/=", "*=", 1.4},   {"|=", "&=", 1.1}, {"&=", "|=", 1.1},
    {"^=", "|=", 1.3},   {"|=", "^=", 1.4},   {"^=", "&=", 1.4}, {"&=", "^=", 1.5},
    {"<<=", ">>=", 0.9}, {">>=", "<<=", 0.9}, {"%=", "/=", 1.6}, {"/=", "%=", 1.6},
    {"-=", "*=", 2.0},   {"+=", "=", 1.5},    {"-=", "=", 1.7},  {"*=", "=", 1.8},
    {"|=", "=", 1.8},    {"&=", "=", 2.0},
};

template <class Table>
void swap_by(const Table& table, Edits& edits, Node op, const char* what, double surcharge = 0) {
  const std::string old = edits.text(op);
  for (const auto& swap : table)
    if (swap.from == old) edits.replace(swap.cost + surcharge, what, op, std::string(swap.to));
}

constexpr double k_usual = 0.7;  ///< what stands as everybody writes it

/// for (i = 0; i < n; ++i), for (i = n - 1; i >= 0; --i): as everybody writes it, and hardly ever the fault.
bool is_usual_loop(Edits& edits, Node condition, const Binary& binary) {
  const Node loop = condition.parent();
  Node start = loop.field("initializer");
  if (loop.type() == "for_clause") start = loop.field("initializer");
  if (loop.type() == "for_statement" && !start) start = loop.field("init");
  if (!start) return false;
  const std::string begins = edits.text(start);
  const std::string op = edits.text(binary.op);
  const std::string bound = edits.text(binary.right);
  if (op == "<") return begins.find("= 0") != std::string::npos && bound.find('+') == std::string::npos && bound.find('-') == std::string::npos;
  return op == ">=" && bound == "0" && begins.find("- 1") != std::string::npos;
}

bool is_same(Edits& edits, Node a, Node b) {
  return edits.source.text_of(a) == edits.source.text_of(b);
}

/// a < b with the bound moved by one as well: `i <= n` for `i < n - 1`, ...
void relation_and_constant(Edits& edits, const Binary& binary) {
  const std::string op = edits.text(binary.op);
  for (const auto& swap : k_relations) {
    if (swap.from != op || swap.cost > 1.2) continue;
    for (const int delta : {1, -1}) {
      std::string right = edits.text(binary.right);
      if (edits.kind(binary.right) == Kind::number) {
        if (right.size() > 9 || right.find_first_not_of("0123456789") != std::string::npos) return;
        right = std::to_string(std::stoll(right) + delta);
      } else {
        right += delta > 0 ? " + 1" : " - 1";
      }
      std::vector<Splice> splices;
      splices.push_back({binary.op.begin(), binary.op.end(), std::string(swap.to)});
      splices.push_back({binary.right.begin(), binary.right.end(), right});
      edits.splice(swap.cost + 1.6, "relational operator and its bound", binary.op.line(),
                   std::move(splices));
    }
  }
}

/// 'x' or "x": the letter, else 0.
char single_letter(std::string_view literal) {
  if (literal.size() != 3 || (literal[0] != '\'' && literal[0] != '"') || literal[2] != literal[0]) return 0;
  return std::isalpha(static_cast<unsigned char>(literal[1])) != 0 ? literal[1] : '\0';
}

/// c == 'x' -> (c == 'x' || c == 'X'). So specific that it hardly ever passes by chance. And with another literal
/// of the function instead.
void other_literal_too(Edits& edits, Node node, const Binary& binary) {
  const std::string op = edits.text(binary.op);
  const bool is_equal = op == "==" || op == "===";
  if (!is_equal && op != "!=" && op != "!==") return;
  if (edits.kind(binary.right) != Kind::string) return;
  const std::string left = edits.text(binary.left);
  const std::string literal = edits.text(binary.right);
  const auto with = [&](double cost, const char* what, const std::string& other) {
    std::string text = edits.text(node);
    text += (is_equal ? edits.words().either : edits.words().both);
    text += left + " " + op + " " + other;
    edits.replace(cost, what, node, "(" + text + ")");
  };
  if (const char letter = single_letter(literal); letter != 0)
    with(0.8, "another case of a letter", std::string(1, literal[0]) + static_cast<char>(letter ^ 0x20) + literal[0]);
  for (const auto& other : edits.scope.strings)
    if (other != literal && other[0] == literal[0]) with(2.6, "condition extended", other);
}

/// Java: a == b -> a.equals(b)
void equal_by_value(Edits& edits, Node node, const Binary& binary) {
  const std::string op = edits.text(binary.op);
  if (edits.language() != code::Language::java || (op != "==" && op != "!=")) return;
  const Kind right = edits.kind(binary.right);
  if (right == Kind::null || right == Kind::number || right == Kind::boolean || !is_tight(edits.kind(binary.left))) return;
  edits.replace(1.0, "comparison of values", node,
                (op == "!=" ? "!" : "") + edits.text(binary.left) + ".equals(" + edits.text(binary.right) + ")");
}

/// c >= '0' && c <= '9'
bool is_range(Edits& edits, const Binary& both) {
  if (edits.kind(both.left) != Kind::comparison || edits.kind(both.right) != Kind::comparison) return false;
  const auto left = binaries(both.left), right = binaries(both.right);
  if (left.size() != 1 || right.size() != 1 || edits.text(left[0].left) != edits.text(right[0].left)) return false;
  return edits.text(left[0].op).starts_with(">") && edits.text(right[0].op).starts_with("<");
}

void swap_operands(Edits& edits, const Binary& binary, double cost) {
  if (is_same(edits, binary.left, binary.right)) return;
  std::vector<Splice> splices;
  const auto bracketed = [&](Node node) {
    const std::string text = edits.text(node);
    return is_tight(edits.kind(node)) ? text : "(" + text + ")";
  };
  splices.push_back({binary.left.begin(), binary.left.end(), bracketed(binary.right)});
  splices.push_back({binary.right.begin(), binary.right.end(), bracketed(binary.left)});
  edits.splice(cost, "operands swapped", binary.op.line(), std::move(splices));
}

constexpr std::size_t k_operands_max = 6;
constexpr std::size_t k_depth_max = 2 * k_operands_max;  ///< longer chains are left alone

/// Operands and operators of a chain of binary expressions, brackets around parts left out where `is_open`.
void flatten(Edits& edits, Node node, bool is_open, std::size_t depth, std::vector<std::string>& operands, std::vector<std::string>& operators) {
  const auto parts = binaries(node);
  const bool is_chain = edits.kind(node) == Kind::arithmetic && parts.size() == 1 && depth < k_depth_max;
  if (edits.kind(node) == Kind::parenthesised && is_open && node.named_children().size() == 1 &&
      edits.kind(node.named_children()[0]) == Kind::arithmetic)
    return flatten(edits, node.named_children()[0], is_open, depth + 1, operands, operators);
  if (!is_chain) {
    operands.push_back(edits.text(node));
    return;
  }
  flatten(edits, parts[0].left, is_open, depth + 1, operands, operators);
  operators.push_back(edits.text(parts[0].op));
  flatten(edits, parts[0].right, is_open, depth + 1, operands, operators);
}

constexpr double k_alike = 0.6;

/// The operands of a chain, as nodes.
void leaves(Edits& edits, Node node, std::size_t depth, std::vector<Node>& out) {
  const auto parts = binaries(node);
  if (edits.kind(node) != Kind::arithmetic || parts.size() != 1 || depth == k_depth_max) {
    out.push_back(node);
    return;
  }
  leaves(edits, parts[0].left, depth + 1, out);
  leaves(edits, parts[0].right, depth + 1, out);
}

/// a * b[i] / b[j] -> a * b[j] / b[i]
void swap_in_chain(Edits& edits, Node node) {
  if (edits.kind(node.parent()) == Kind::arithmetic) return;
  std::vector<Node> all;
  leaves(edits, node, 0, all);
  if (all.size() < 3 || all.size() > k_operands_max) return;
  for (std::size_t i = 0; i < all.size(); ++i)
    for (std::size_t j = i + 1; j < all.size(); ++j) {
      const std::string a = edits.text(all[i]), b = edits.text(all[j]);
      if (a == b) continue;
      const bool alike = edits.kind(all[i]) == edits.kind(all[j]) && likeness(a, b) >= k_alike;
      std::vector<Splice> splices;
      splices.push_back({all[i].begin(), all[i].end(), b});
      splices.push_back({all[j].begin(), all[j].end(), a});
      edits.splice(alike ? 1.1 : 1.8, "operands swapped", node.line(), std::move(splices));
    }
}

/// a * b + c -> a * (b + c): brackets around each part of a chain, and (a + b) * c -> a + b * c.
void move_brackets(Edits& edits, Node node) {
  Node outer = node.parent();
  if (edits.kind(outer) == Kind::arithmetic) return;  // the outermost does it
  for (const bool is_open : {false, true}) {
    std::vector<std::string> operands, operators;
    flatten(edits, node, is_open, 0, operands, operators);
    if (operands.size() < 3 || operands.size() > k_operands_max) return;
    for (std::size_t first = 0; first < operands.size(); ++first)
      for (std::size_t last = first; last < operands.size(); ++last) {
        if (last == first && (!is_open || first > 0)) continue;  // one without any
        if (first == 0 && last + 1 == operands.size()) continue;
        std::string text;
        for (std::size_t i = 0; i < operands.size(); ++i) {
          if (i > 0) text += " " + operators[i - 1] + " ";
          if (i == first && last > first) text += "(";
          text += operands[i];
          if (i == last && last > first) text += ")";
        }
        // a * b + c for a * (b + c): brackets are forgotten around what binds less.
        const bool binds_less = last == first + 1 && (operators[first] == "+" || operators[first] == "-");
        edits.replace_expression(last == first ? 2.1 : binds_less ? 1.5 : 1.9, "brackets moved", node, std::move(text), Kind::arithmetic);
      }
  }
}

}  // namespace

void edit_operators(Edits& edits, Node node) {
  const Kind kind = edits.kind(node);
  const std::string_view type = node.type();
  if (type == "update_expression" || type == "inc_statement" || type == "dec_statement")
    for (const Node child : node.children()) {
      if (child.type() == "++") edits.replace(1.0, "increment", child, "--");
      if (child.type() == "--") edits.replace(1.0, "increment", child, "++");
    }
  if (kind == Kind::comparison) {
    const auto all = binaries(node);
    if (all.size() == 1) other_literal_too(edits, node, all[0]);
    if (all.size() == 1) equal_by_value(edits, node, all[0]);
    for (const auto& binary : all) {
      const double surcharge = is_usual_loop(edits, node, binary) ? k_usual : 0;
      swap_by(k_relations, edits, binary.op, "relational operator", surcharge);
      swap_by(edits.words().relations, edits, binary.op, "relational operator", surcharge);
      relation_and_constant(edits, binary);
      if (binary.op.type() == "in") swap_operands(edits, binary, 1.8);
    }
  } else if (kind == Kind::arithmetic) {
    for (const auto& binary : binaries(node)) {
      // (x & flag) == flag, (x & flag) != 0: as everybody asks for a bit.
      Node outer = node.parent();
      if (edits.kind(outer) == Kind::parenthesised) outer = outer.parent();
      const bool asks_for_bit = binary.op.type() == "&" && edits.kind(outer) == Kind::comparison;
      const Shape left = edits.is_native() ? edits.shape_of(binary.left) : Shape::unknown;
      const bool is_place = left == Shape::text || left == Shape::pointer || left == Shape::list || left == Shape::place;  // added to and taken from only
      if (is_place) edits.replace(0.9, "arithmetic operator", binary.op, edits.text(binary.op) == "+" ? "-" : "+");
      else swap_by(k_arithmetic, edits, binary.op, "arithmetic operator", asks_for_bit ? k_usual : 0);
      swap_by(edits.words().arithmetic, edits, binary.op, "arithmetic operator");
      const std::string_view op = binary.op.type();
      const bool commutes = op == "+" || op == "*" || op == "&" || op == "|" || op == "^";
      const bool shifts = op == "<<" || op == ">>";
      // Strings and lists do not commute.
      swap_operands(edits, binary, commutes ? 2.6 : shifts ? 2.2 : op == "-" ? 1.3 : 1.5);
      edits.replace_expression(1.6, "operand dropped", node, edits.text(binary.left),
                               edits.kind(binary.left));
      edits.replace_expression(1.7, "operand dropped", node, edits.text(binary.right),
                               edits.kind(binary.right));
    }
    move_brackets(edits, node);
    swap_in_chain(edits, node);
  } else if (kind == Kind::logical) {
    for (const auto& binary : binaries(node)) {
      const std::string op = edits.text(binary.op);
      const std::string other = op == "and" ? "or" : op == "or" ? "and" : op == "||" ? "&&" : "||";
      edits.replace(0.9 + (is_range(edits, binary) ? k_usual : 0), "logical operator", binary.op, other);
      if (edits.is_script() && op != "??") edits.replace(op == "||" ? 0.9 : 1.6, "logical operator", binary.op, k_unless_null);
      edits.replace_expression(1.4, "operand dropped", node, edits.text(binary.left),
                               edits.kind(binary.left));
      edits.replace_expression(1.4, "operand dropped", node, edits.text(binary.right),
                               edits.kind(binary.right));
      for (const Node side : {binary.left, binary.right}) {
        const std::string text = edits.text(side);
        if (edits.kind(side) == Kind::negation) continue;
        const std::string inner = is_tight(edits.kind(side)) ? text : "(" + text + ")";
        if (edits.kind(side) != Kind::comparison)
          edits.replace(1.6, "condition negated", side, std::string(edits.words().negate) + inner);
      }
    }
  } else if (kind == Kind::augmented) {
    const Node op = operator_of(node);
    swap_by(k_augmented, edits, op, "assignment operator");
    swap_by(edits.words().augmented, edits, op, "assignment operator");
  } else if (kind == Kind::assignment) {
    for (const Node child : node.children()) {
      if (child.named() || child.type() != "=") continue;
      edits.replace(1.6, "assignment operator", child, "+=");
      edits.replace(2.0, "assignment operator", child, "-=");
      edits.replace(2.3, "assignment operator", child, "*=");
      const std::string left = edits.text(node.field("left"));
      const bool is_bits = left.find("flag") != std::string::npos || left.find("mask") != std::string::npos || left.find("bits") != std::string::npos;
      edits.replace(is_bits ? 1.2 : 2.4, "assignment operator", child, "|=");
    }
  } else if (kind == Kind::negation) {
    edits.replace(1.2, "negation dropped", node, edits.text(operand_of(node)));
  } else if (kind == Kind::minus && operator_of(node)) {
    edits.replace(1.4, "sign dropped", node, edits.text(operand_of(node)));
  }
}

}  // namespace repair
