// Literals: by one, 0 and 1, others of the function, names instead, the other truth value.

#include <algorithm>
#include <cctype>
#include <cstdio>

#include "edits.h"

namespace repair {
namespace {

using code::Node;

/// A table of numbers has no bound that is written twice.
constexpr std::size_t k_numbers_max = 60;

constexpr double k_of_unread = -0.5;  ///< what nothing looks at is there to be looked at
constexpr double k_of_table = 0.5;  ///< data outside of functions is copied less often than code

bool is_plain_integer(std::string_view text) {
  return !text.empty() && text.size() <= 15 &&
         text.find_first_not_of("0123456789") == std::string_view::npos &&
         (text.size() == 1 || text[0] != '0');
}

std::string with_sign(long long value) {
  return std::to_string(value);
}

/// Whether the same number stands elsewhere in the function: a month has twelve months here and there.
bool is_repeated(const Edits& edits, const std::string& text) {
  const auto found = edits.scope.number_counts.find(text);
  return found != edits.scope.number_counts.end() && found->second > 1;
}

constexpr double k_repeated = 1.0;

void edit_integer(Edits& edits, Node node, const std::string& text) {
  const long long value = std::stoll(text);
  const double one = 0.9 + (value > 2 && is_repeated(edits, text) ? k_repeated : 0);
  // A literal behind a minus is a negative number: -1 -> -2 and 0.
  const Node parent = node.parent();
  const bool is_negative =
      edits.kind(parent) == Kind::minus && edits.source.text_of(operator_of(parent)) == "-";
  // 1 of `i - 1` is off by one for 0 more often than for 2.
  edits.replace(value == 1 && edits.kind(parent) == Kind::arithmetic ? 1.5 : one, "constant by one", node, with_sign(value + 1));
  if (value > 0 || !is_negative) {
    const bool stays_natural = value > 0;
    edits.replace_expression(stays_natural ? one : 1.2, "constant by one", node,
                             with_sign(value - 1), stays_natural ? Kind::number : Kind::minus);
  }
  if (is_negative) {
    edits.replace(1.0, "sign of a constant", parent, text);
    if (value == 1) edits.replace(1.0, "constant by one", parent, "0");
  } else if (value != 0) {
    edits.replace_expression(value > 1 ? 1.9 : 1.5, "sign of a constant", node, "-" + text, Kind::minus);
  }
  if (value != 0) edits.replace(1.4, "constant", node, "0");
  if (value != 1) edits.replace(1.4, "constant", node, "1");
  if (value != 2 && value < 10) edits.replace(2.0, "constant", node, "2");
  if (edits.is_native() || edits.language() == code::Language::java)
    edits.replace(2.0, "constant", node, text + ".0");  // its type is that of a sum, of a division
  if (value >= 5) {
    edits.replace(2.4, "constant", node, with_sign(value * 10));
    if (value % 10 == 0) edits.replace(2.4, "constant", node, with_sign(value / 10));
    edits.replace(2.6, "constant", node, with_sign(value * 2));
  }
}

/// Where types are declared, what is no container has no length.
bool has_length(const Edits& edits, const std::string& name) {
  const Value* value = edits.value_of(name);
  if (value == nullptr || !edits.is_refused(value->shape, Shape::text)) return true;
  return edits.language() != code::Language::c && (value->shape == Shape::list || value->shape == Shape::map || value->shape == Shape::set);
}

/// Masks: 7 -> 15 and 3, 0x7f -> 0xff; powers of two: the next ones.
void edit_bits(Edits& edits, Node node, const std::string& text) {
  const bool is_hex = text.starts_with("0x") || text.starts_with("0X");
  const std::string digits = text.substr(is_hex ? 2 : 0);
  if (digits.empty() || digits.size() > 8 || digits.find_first_not_of(is_hex ? "0123456789abcdefABCDEF" : "0123456789") != std::string::npos) return;
  const unsigned long long value = std::stoull(digits, nullptr, is_hex ? 16 : 10);
  const std::string op = edits.kind(node.parent()) == Kind::arithmetic ? edits.text(operator_of(node.parent())) : "";
  const auto put = [&](double cost, unsigned long long other) {
    std::string out = std::to_string(other);
    if (is_hex) {
      char buffer[20];
      const bool is_upper = digits.find_first_of("ABCDEF") != std::string::npos;
      std::snprintf(buffer, sizeof buffer, is_upper ? "0x%0*llX" : "0x%0*llx", static_cast<int>(digits.size()), other);
      out = buffer;
    }
    edits.replace(cost, "constant", node, std::move(out));
  };
  const bool is_mask = value > 0 && (value & (value + 1)) == 0;
  const bool is_power = value > 1 && (value & (value - 1)) == 0;
  if (is_mask && (op == "&" || op == "|" || is_hex)) {
    put(1.1, 2 * value + 1);
    put(1.1, value / 2);
  }
  if (is_power && (value > 2 || is_hex)) {
    put(is_hex || op == "&" || op == "|" ? 1.2 : 2.2, 2 * value);
    put(is_hex || op == "&" || op == "|" ? 1.2 : 2.2, value / 2);
  }
  if (is_hex) {
    put(1.3, value + 1);
    if (value > 0) put(1.3, value - 1);
  }
}

/// The same literal at several places, all by one: a bound that is written twice.
void edit_everywhere(Edits& edits, const std::string& text) {
  std::vector<Node> places;
  for (code::Cursor at(edits.unit.node); at.next();)
    if (edits.kind(at.node()) == Kind::number && edits.source.text_of(at.node()) == text)
      places.push_back(at.node());
  if (places.size() < 2 || places.size() > 6) return;
  for (const int delta : {1, -1}) {
    std::vector<Splice> splices;
    const long long value = std::stoll(text) + delta;
    if (value < 0) continue;
    for (const Node place : places)
      splices.push_back({place.begin(), place.end(), with_sign(value)});
    edits.splice(2.2, "constant by one at all its places", places.front().line(),
                 std::move(splices));
  }
}

void edit_string(Edits& edits, Node node, const std::string& text) {
  const double of_table = edits.unit.is_top ? k_of_table : 0;
  for (const auto& other : edits.scope.strings)
    if (other != text && (other[0] == '\'') == (text[0] == '\''))
      edits.replace(1.8 + of_table, "constant", node, other);
  const bool is_char = node.type().find("char") != std::string_view::npos || node.type() == "rune_literal";
  if (is_char && text.size() == 3 && std::isalpha(static_cast<unsigned char>(text[1])) != 0)
    edits.replace(1.6, "another case of a letter", node, std::string(1, text[0]) + static_cast<char>(text[1] ^ 0x20) + text[2]);
  if (is_char) return;
  if (text.size() > 2 && text[0] == text.back() && (text[0] == '"' || text[0] == '\'')) {
    const std::string quote(1, text[0]);
    {
      edits.replace(2.2, "constant", node, quote + quote);
      const std::string inner = text.substr(1, text.size() - 2);
      if (inner.size() < 40) {
        edits.replace(2.3, "constant", node, quote + inner + " " + quote);
        edits.replace(2.4, "constant", node, quote + " " + inner + quote);
        if (inner.ends_with(' '))
          edits.replace(1.9, "constant", node, quote + inner.substr(0, inner.size() - 1) + quote);
        if (inner.starts_with(' '))
          edits.replace(1.9, "constant", node, quote + inner.substr(1) + quote);
      }
    }
  } else if (text.size() == 2) {
    const std::string quote(1, text[0]);
    edits.replace(1.8, "constant", node, quote + " " + quote);
    for (const char* one : {",", "0", "\\n", "-"})
      edits.replace(2.6, "constant", node, quote + one + quote);
  }
}

}  // namespace

void edit_constants(Edits& edits, Node node) {
  const Kind kind = edits.kind(node);
  if (!is_value(node, edits.language())) return;
  const std::string text = edits.text(node);
  const bool is_first_value = node == node.parent().field("value") && node.parent().type() != "pair" && node.parent().type() != "keyword_argument";
  if ((kind == Kind::name || kind == Kind::member || kind == Kind::call) && is_first_value && may_be(edits.shape_of(node), Shape::number)) {
    edits.replace(2.2, "constant", node, "0");
    edits.replace(2.4, "constant", node, "1");
  }
  if (kind == Kind::number) {
    edit_bits(edits, node, text);
    if (is_plain_integer(text)) {
      edit_integer(edits, node, text);
      if (edits.scope.numbers.size() <= k_numbers_max) edit_everywhere(edits, text);
    }
    for (const auto& other : edits.scope.numbers)
      if (other != text && edits.scope.numbers.size() <= k_numbers_max)
        edits.replace(1.7, "constant", node, other);
    const bool counts = text == "1" && edits.kind(node.parent()) == Kind::augmented;  // x += 1 is hardly ever wrong
    for (const auto& value : edits.scope.values) {
      if (!may_be(value.shape, Shape::number) || value.is_pair) continue;
      const double cost = (counts ? 3.0 : 2.2) + (value.is_member ? 0.2 : 0) + (value.is_unread && !edits.is_typed() ? k_of_unread : 0);
      edits.replace(cost, "name for a constant", node, value.text);
      if (text == "0" && !edits.is_typed() && edits.kind(node.parent()) == Kind::comparison) edits.replace(cost + 0.3, "name for a constant", node, "-" + value.text);
    }
    for (const auto& name : edits.scope.outer)
      edits.replace(2.4, "name for a constant", node, name);
    for (const auto& name : edits.scope.names)
      if (has_length(edits, name)) edits.replace(2.6, "length for a constant", node, filled(edits.words().length, name));
    if (edits.is_python() && text == "0") edits.replace(2.3, "constant", node, "None");
  } else if (kind == Kind::boolean) {
    const std::string other = text == "True"    ? "False"
                              : text == "False" ? "True"
                              : text == "true"  ? "false"
                                                : "true";
    edits.replace(0.9, "constant", node, other);
    for (const auto& value : edits.scope.values)
      if (value.shape == Shape::truth && edits.is_typed()) edits.replace(edits.kind(node.parent()) == Kind::return_ ? 1.8 : 2.2, "name for a constant", node, value.text);
    if (edits.kind(node.parent()) == Kind::return_)
      for (const Node condition : edits.scope.conditions)
        edits.replace(2.6, "condition for a constant", node, edits.text(condition));
  } else if (kind == Kind::null) {
    for (const auto& phrase : edits.words().nulls) edits.replace(phrase.cost, "constant", node, std::string(phrase.text));
    for (const auto& name : edits.scope.names)
      if (const Value* value = edits.value_of(name); value == nullptr || !edits.is_typed() || (value->shape != Shape::number && value->shape != Shape::truth))
        edits.replace(2.2, "name for a constant", node, name);
  } else if (kind == Kind::string && node.type() != "concatenated_string") {
    edit_string(edits, node, text);
  } else if (kind == Kind::sequence && (text == "[]" || text == "()" || text == "{}")) {
    for (const auto& name : edits.scope.names)
      edits.replace(2.3, "name for a constant", node, name);
    for (const auto& name : edits.scope.names)
      if (text == "[]") edits.replace(2.3, "list element", node, "[" + name + "]");
    if (edits.is_python() && text == "[]") edits.replace(2.4, "constant", node, "[0]");
  }
}

}  // namespace repair
