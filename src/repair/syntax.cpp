#include "syntax.h"

#include <algorithm>
#include <unordered_map>

namespace repair {
namespace {

using code::Language;
using code::Node;
using Table = std::unordered_map<std::string_view, Kind>;

const Table& python_kinds() {
  static const Table table = {
      {"comparison_operator", Kind::comparison},
      {"binary_operator", Kind::arithmetic},
      {"boolean_operator", Kind::logical},
      {"not_operator", Kind::negation},
      {"unary_operator", Kind::minus},
      {"integer", Kind::number},
      {"float", Kind::number},
      {"string", Kind::string},
      {"true", Kind::boolean},
      {"false", Kind::boolean},
      {"none", Kind::null},
      {"identifier", Kind::name},
      {"attribute", Kind::member},
      {"call", Kind::call},
      {"subscript", Kind::subscript},
      {"slice", Kind::slice},
      {"conditional_expression", Kind::conditional},
      {"parenthesized_expression", Kind::parenthesised},
      {"tuple", Kind::sequence},
      {"expression_list", Kind::sequence},
      {"list", Kind::sequence},
      {"set", Kind::sequence},
      {"dictionary", Kind::sequence},
      {"list_comprehension", Kind::comprehension},
      {"set_comprehension", Kind::comprehension},
      {"dictionary_comprehension", Kind::comprehension},
      {"generator_expression", Kind::comprehension},
      {"assignment", Kind::assignment},
      {"augmented_assignment", Kind::augmented},
      {"return_statement", Kind::return_},
      {"if_statement", Kind::if_},
      {"elif_clause", Kind::if_},
      {"while_statement", Kind::while_},
      {"for_statement", Kind::for_},
      {"expression_statement", Kind::expression_statement},
      {"break_statement", Kind::break_},
      {"continue_statement", Kind::continue_},
      {"pass_statement", Kind::pass},
      {"raise_statement", Kind::raise},
      {"assert_statement", Kind::other_statement},
      {"delete_statement", Kind::other_statement},
      {"try_statement", Kind::other_statement},
      {"with_statement", Kind::other_statement},
      {"global_statement", Kind::other_statement},
      {"nonlocal_statement", Kind::other_statement},
      {"import_statement", Kind::other_statement},
      {"import_from_statement", Kind::other_statement},
      {"class_definition", Kind::other_statement},
      {"block", Kind::block},
      {"function_definition", Kind::function},
  };
  return table;
}

const Table& native_kinds() {
  static const Table table = {
      {"binary_expression", Kind::arithmetic},  // comparison or logical by its operator
      {"unary_expression", Kind::minus},        // negation by its operator
      {"number_literal", Kind::number},
      {"string_literal", Kind::string},
      {"char_literal", Kind::string},
      {"true", Kind::boolean},
      {"false", Kind::boolean},
      {"null", Kind::null},
      {"identifier", Kind::name},
      {"qualified_identifier", Kind::name},
      {"field_expression", Kind::member},
      {"call_expression", Kind::call},
      {"subscript_expression", Kind::subscript},
      {"conditional_expression", Kind::conditional},
      {"parenthesized_expression", Kind::parenthesised},
      {"initializer_list", Kind::sequence},
      {"assignment_expression", Kind::assignment},
      {"declaration", Kind::declaration},
      {"return_statement", Kind::return_},
      {"if_statement", Kind::if_},
      {"while_statement", Kind::while_},
      {"do_statement", Kind::while_},
      {"for_statement", Kind::for_},
      {"for_range_loop", Kind::for_},
      {"expression_statement", Kind::expression_statement},
      {"break_statement", Kind::break_},
      {"continue_statement", Kind::continue_},
      {"throw_statement", Kind::raise},
      {"switch_statement", Kind::other_statement},
      {"case_statement", Kind::other_statement},
      {"try_statement", Kind::other_statement},
      {"compound_statement", Kind::block},
      {"function_definition", Kind::function},
  };
  return table;
}

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> set) {
  return std::find(set.begin(), set.end(), text) != set.end();
}

Kind binary_kind(Node node) {
  const std::string_view op = node.field("operator").type();
  if (is_one_of(op, {"<", ">", "<=", ">=", "==", "!="})) return Kind::comparison;
  if (is_one_of(op, {"&&", "||", "and", "or"})) return Kind::logical;
  return Kind::arithmetic;
}

}  // namespace

Kind kind_of(Node node, Language language) {
  if (!node.named()) return Kind::none;
  const auto& table = language == Language::python ? python_kinds() : native_kinds();
  const auto found = table.find(node.type());
  if (found == table.end()) return Kind::none;
  if (language != Language::python) {
    if (node.type() == "binary_expression") return binary_kind(node);
    if (node.type() == "unary_expression" && is_one_of(node.field("operator").type(), {"!", "not"}))
      return Kind::negation;
    if (node.type() == "assignment_expression" && node.field("operator").type() != "=")
      return Kind::augmented;
  }
  return found->second;
}

bool is_expression(Kind kind) {
  return kind >= Kind::comparison && kind <= Kind::comprehension && kind != Kind::slice;
}

bool is_statement(Kind kind) {
  return kind >= Kind::declaration && kind <= Kind::other_statement;
}

bool is_tight(Kind kind) {
  switch (kind) {
    case Kind::number:
    case Kind::string:
    case Kind::boolean:
    case Kind::null:
    case Kind::name:
    case Kind::member:
    case Kind::call:
    case Kind::subscript:
    case Kind::parenthesised:
      return true;
    default:
      return false;
  }
}

std::vector<Binary> binaries(Node node) {
  std::vector<Binary> out;
  if (const Node op = node.field("operator")) {
    out.push_back({node.field("left"), op, node.field("right")});
    return out;
  }
  // Python's chain of comparisons: operands are named, operators are not.
  Node left;
  Node op;
  for (const Node child : node.children()) {
    if (child.extra()) continue;
    if (!child.named()) {
      op = child;
    } else {
      if (left && op) out.push_back({left, op, child});
      left = child;
    }
  }
  return out;
}

Node condition_of(Node node) {
  Node condition = node.field("condition");
  if (!condition && node.type() == "conditional_expression") {
    const auto parts = node.named_children();  // Python: value, condition, other
    if (parts.size() == 3) condition = parts[1];
  }
  if (condition.type() == "condition_clause") condition = condition.field("value");
  if (condition.type() == "parenthesized_expression" && node.type() != "conditional_expression" &&
      !node.type().ends_with("clause")) {
    // C: the brackets belong to the statement. Python's are the user's, and as good a place.
    const auto inner = condition.named_children();
    if (inner.size() == 1) condition = inner[0];
  }
  return condition;
}

std::vector<Node> arguments_of(Node call) {
  std::vector<Node> out;
  for (const Node child : call.field("arguments").named_children()) {
    if (child.extra() || child.type() == "keyword_argument" || child.type() == "list_splat" ||
        child.type() == "dictionary_splat")
      continue;
    out.push_back(child);
  }
  return out;
}

std::vector<Node> indices_of(Node subscript) {
  std::vector<Node> out;
  const Node list = subscript.field("indices");
  if (list) {
    for (const Node child : list.named_children()) out.push_back(child);
    return out;
  }
  if (const Node index = subscript.field("index")) return {index};
  const Node value = subscript.field("value");
  for (const Node child : subscript.named_children())
    if (!(child == value) && child.type() != "slice") out.push_back(child);
  return out;
}

std::vector<Node> statements_of(Node block, Language language) {
  std::vector<Node> out;
  for (const Node child : block.named_children()) {
    const Kind kind = kind_of(child, language);
    if (is_statement(kind) || kind == Kind::function || kind == Kind::block ||
        child.type() == "decorated_definition")
      out.push_back(child);
  }
  return out;
}

Node statement_of(Node node, Language language) {
  for (; node; node = node.parent()) {
    const Kind kind = kind_of(node, language);
    if (is_statement(kind)) return node;
    if (kind == Kind::function) return {};
  }
  return {};
}

bool is_value(Node node, Language language) {
  const Node parent = node.parent();
  const std::string_view type = parent.type();
  if (language == Language::python) {
    if (is_one_of(type, {"parameters",
                         "lambda_parameters",
                         "dotted_name",
                         "aliased_import",
                         "global_statement",
                         "nonlocal_statement",
                         "type",
                         "pattern_list",
                         "tuple_pattern",
                         "list_splat_pattern",
                         "dictionary_splat_pattern",
                         "typed_parameter",
                         "decorator",
                         "as_pattern_target",
                         "except_clause",
                         "import_from_statement",
                         "import_statement",
                         "function_definition",
                         "class_definition",
                         "keyword_separator",
                         "delete_statement",
                         "interpolation",
                         "string",
                         "concatenated_string"}))
      return false;
    if (is_one_of(type, {"default_parameter", "typed_default_parameter", "keyword_argument"}))
      return node == parent.field("value");
    if (is_one_of(type, {"assignment", "augmented_assignment", "for_statement", "for_in_clause"}) &&
        node == parent.field("left"))
      return false;
    if (type == "attribute" && node == parent.field("attribute")) return false;
    if (type == "call" && node == parent.field("function")) return false;
    return true;
  }
  if (is_one_of(
          type,
          {"function_declarator", "parameter_declaration", "optional_parameter_declaration",
           "pointer_declarator", "reference_declarator", "array_declarator", "template_function",
           "template_argument_list", "qualified_identifier", "type_descriptor", "goto_statement",
           "labeled_statement", "using_declaration", "field_initializer",
           "structured_binding_declarator", "lambda_capture_specifier", "concatenated_string"})) {
    return type == "array_declarator" && node == parent.field("size");
  }
  if (type == "declaration" || type == "init_declarator") return node == parent.field("value");
  if (type == "for_range_loop" && node == parent.field("declarator")) return false;
  if (type == "assignment_expression" && node == parent.field("left")) return false;
  if (type == "update_expression") return false;
  if (type == "call_expression" && node == parent.field("function")) return false;
  return true;
}

bool is_open_place(Node node) {
  const Node parent = node.parent();
  const std::string_view type = parent.type();
  if (is_one_of(type, {"argument_list", "return_statement", "slice", "parenthesized_expression",
                       "subscript_argument_list", "expression_statement", "condition_clause",
                       "init_declarator", "keyword_argument", "pair", "default_parameter", "list",
                       "initializer_list", "tuple", "for_in_clause"}))
    return true;
  if (is_one_of(type,
                {"assignment", "augmented_assignment", "assignment_expression", "for_statement"}))
    return node == parent.field("right") || node == parent.field("condition");
  if (is_one_of(type, {"subscript", "subscript_expression"}))
    return !(node == parent.field("value")) && !(node == parent.field("argument"));
  return is_one_of(type, {"if_statement", "elif_clause", "while_statement"});
}

}  // namespace repair
