// C, C++, Java: what a value begins with. The first element for 0, the lowest number for the smallest fraction, a variable that is
// declared twice or lives too long.

#include <algorithm>
#include <array>

#include "edits.h"

namespace repair {
namespace {

using code::Language;
using code::Node;

constexpr std::size_t k_lists_max = 6;

std::string_view own_text(const Edits& edits) {
  return std::string_view(edits.source.text()).substr(edits.unit.begin, edits.unit.end - edits.unit.begin);
}

/// best = 0 -> best = values[0], and as other values begin.
void first_element(Edits& edits, Node node) {
  const Node parent = node.parent();
  const bool is_start = (parent.type() == "init_declarator" || parent.type() == "variable_declarator") && node == parent.field("value");
  const bool is_set = edits.kind(parent) == Kind::assignment && node == parent.field("right");
  if (!is_start && !is_set) return;
  std::size_t lists = 0;
  for (const auto& value : edits.scope.values) {
    const bool is_looked_into = own_text(edits).find(value.text + "[") != std::string_view::npos;
    if (!is_looked_into || value.shape == Shape::map || edits.text(parent).starts_with(value.text) || ++lists > k_lists_max) continue;
    edits.replace(1.9, "initial value", node, value.text + "[0]");
  }
  if (!is_start) return;
  for (const auto& other : edits.ingredients())
    if (other.shape == Shape::number || other.shape == Shape::unknown) edits.replace(other.kind == Kind::subscript || other.kind == Kind::member ? 2.3 : 2.7, "initial value", node, other.text);
}

/// The smallest fraction above 0 is no lowest number.
constexpr std::array<std::array<std::string_view, 2>, 10> k_limits = {{{"DBL_MIN", "-DBL_MAX"}, {"FLT_MIN", "-FLT_MAX"}, {"DBL_MAX", "-DBL_MAX"}, {"FLT_MAX", "-FLT_MAX"}, {"INT_MAX", "INT_MIN"},
                                                                       {"INT_MIN", "INT_MAX"}, {"LONG_MAX", "LONG_MIN"}, {"LONG_MIN", "LONG_MAX"}, {"INFINITY", "-INFINITY"}, {"HUGE_VAL", "-HUGE_VAL"}}};

void other_limit(Edits& edits, Node node) {
  const std::string text = edits.text(node);
  for (const auto& [from, to] : k_limits)
    if (text == from) edits.replace_expression(1.2, "limit", node, std::string(to), Kind::number);
  const auto colons = text.rfind("::");
  if (text.find("numeric_limits<") == std::string::npos || edits.kind(node) != Kind::call || colons == std::string::npos) return;
  const std::string limits = text.substr(0, colons + 2), name = text.substr(colons + 2);
  const bool has_fractions = text.find("double") != std::string::npos || text.find("float") != std::string::npos;
  if (name != "lowest()" && has_fractions) edits.replace(0.9, "limit", node, limits + "lowest()");
  if (name == "infinity()" || !has_fractions) return;
  const bool is_endless = edits.source.text().find("infinity()") != std::string::npos;
  if (is_endless) edits.replace_expression(0.9, "limit", node, "-" + limits + "infinity()", Kind::number);
}

/// Java: Double.MIN_VALUE is the smallest fraction above 0.
void other_limit_of_java(Edits& edits, Node node) {
  const std::string text = edits.text(node);
  for (const std::string type : {"Double", "Float"})
    if (text == type + ".MIN_VALUE") {
      edits.replace_expression(0.8, "limit", node, "-" + type + ".MAX_VALUE", Kind::number);
      edits.replace(0.9, "limit", node, type + ".NEGATIVE_INFINITY");
    }
}

/// static int count = 0; is counted over all calls.
void lives_on(Edits& edits, Node declaration) {
  const auto children = declaration.named_children();
  if (children.empty() || edits.text(children[0]) != "static" || declaration.begin() < edits.unit.body.begin()) return;
  std::vector<Splice> one;
  one.push_back({children[0].begin(), children[1].begin(), ""});
  edits.splice(1.2, "static dropped", declaration.line(), std::move(one));
}

/// int count = 0; in a block of a function that has a count already: it is set here, and not seen outside.
void declared_again(Edits& edits, Node declaration) {
  Node start;
  for (const Node child : declaration.named_children())
    if (child.type() == "init_declarator" || child.type() == "variable_declarator") start = start ? Node() : child;
  const Node name = start.field("declarator") ? start.field("declarator") : start.field("name");
  if (!start || name.type() != "identifier") return;
  const std::string text = edits.text(name);
  const bool is_field = std::any_of(edits.scope.values.begin(), edits.scope.values.end(), [&](const Value& value) { return value.is_member && value.text == text; });
  const auto declared = visible_in(edits.source, edits.unit);
  const auto around = std::count_if(declared.begin(), declared.end(), [&](const Visible& one) { return one.name == text && one.begin <= declaration.begin() && declaration.begin() < one.end; });
  if (around == 0 && !is_field) return;
  std::vector<Splice> one;
  one.push_back({declaration.begin(), name.begin(), ""});
  edits.splice(1.0, "declared again", declaration.line(), std::move(one));
}

}  // namespace

void edit_beginnings(Edits& edits, Node node) {
  const Kind kind = edits.kind(node);
  if (kind == Kind::declaration) {
    if (edits.is_native()) lives_on(edits, node);
    declared_again(edits, node);
    return;
  }
  if (!is_value(node, edits.language())) return;
  if (kind == Kind::number || (kind == Kind::name && edits.text(node).find("M") != std::string::npos)) first_element(edits, node);
  if (edits.is_native()) other_limit(edits, node);
  else if (kind == Kind::member) other_limit_of_java(edits, node);
}

}  // namespace repair
