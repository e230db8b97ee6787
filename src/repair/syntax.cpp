#include "syntax.h"

#include <algorithm>

#include "dialect.h"

namespace repair {
namespace {

using code::Language;
using code::Node;

/// Fields of what is indexed.
constexpr const char* k_indexed[] = {"value", "argument", "object", "array"};

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> set) {
  return std::find(set.begin(), set.end(), text) != set.end();
}

Kind binary_kind(Node node) {
  const std::string_view op = node.field("operator").type();
  if (is_one_of(op, {"<", ">", "<=", ">=", "==", "!=", "===", "!==", "in", "instanceof"})) return Kind::comparison;
  if (is_one_of(op, {"&&", "||", "and", "or", "??"})) return Kind::logical;
  return Kind::arithmetic;
}

}  // namespace

Kind kind_of(Node node, Language language) {
  if (!node.named()) return Kind::none;
  const Kinds& table = *dialect(language).kinds;
  const auto found = table.find(node.type());
  if (found == table.end()) return Kind::none;
  if (language == Language::python) return found->second;
  switch (found->second) {
    case Kind::arithmetic: return binary_kind(node);
    case Kind::minus:
      return is_one_of(operator_of(node).type(), {"!", "not"}) ? Kind::negation : Kind::minus;
    case Kind::assignment: {
      const Node op = node.field("operator");  // JavaScript has none
      return op && op.type() != "=" ? Kind::augmented : Kind::assignment;
    }
    default: return found->second;
  }
}

Node operator_of(Node node) {
  if (const Node op = node.field("operator")) return op;
  const Node first = node.child(0);  // Rust has no field
  return first.named() ? Node() : first;
}

Node operand_of(Node unary) {
  for (const char* field : {"argument", "operand"})
    if (const Node operand = unary.field(field)) return operand;
  const auto children = unary.named_children();
  return children.empty() ? Node() : children.back();
}

Node callee_of(Node call) {
  const Node function = call.field("function");
  return function ? function : call.field("name");
}

Node object_of(Node member) {
  for (const char* field : {"object", "argument", "operand", "value"})
    if (const Node object = member.field(field)) return object;
  return {};
}

Node member_of(Node member) {
  for (const char* field : {"attribute", "property", "field"})
    if (const Node name = member.field(field)) return name;
  return {};
}

Node value_parent(Node node) {
  const Node parent = node.parent();
  return parent.type() == "expression_list" && parent.parent().type() != "assignment" ? parent.parent() : parent;
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
  if (condition.type() == "expression_statement") condition = condition.child(0);
  if (!condition && node.type() == "for_statement") {
    for (const Node child : node.named_children()) {  // Go
      if (child.type() == "for_clause") condition = child.field("condition");
      if (child.type() == "binary_expression" || child.type() == "unary_expression") condition = child;
    }
  }
  if (condition.type() == "parenthesized_expression" && node.type() != "conditional_expression" &&
      node.type() != "ternary_expression" && !node.type().ends_with("clause")) {
    // C, Java, JavaScript: the brackets belong to the statement. Python's are the user's, and as good a place.
    const auto inner = condition.named_children();
    if (inner.size() == 1) condition = inner[0];
  }
  return condition;
}

std::vector<Node> arguments_of(Node call) {
  std::vector<Node> out;
  for (const Node child : call.field("arguments").named_children()) {
    if (child.extra() || child.type() == "keyword_argument" || child.type() == "list_splat" ||
        child.type() == "dictionary_splat" || child.type() == "spread_element")
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
  const auto children = subscript.named_children();
  const Node value = subscript.field("value") ? subscript.field("value") : children.empty() ? Node() : children[0];
  if (subscript.type() == "slice_expression") return out;
  for (const Node child : children)
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
  const Dialect& words = dialect(language);
  if (std::find(words.no_value.begin(), words.no_value.end(), type) != words.no_value.end()) return false;
  for (const Place& place : words.places)
    if (place.type == type && node == parent.field(place.field)) return false;
  if (type == "expression_list") {  // Go: a list of targets
    const Node holder = parent.parent();
    return !(parent == holder.field("left"));
  }
  if (!words.functions.empty()) return true;
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
                       "initializer_list", "tuple", "for_in_clause", "arguments", "array",
                       "variable_declarator", "let_declaration", "template_substitution",
                       "return_expression", "for_clause", "block"}))
    return true;
  if (type == "expression_list") return true;
  if (type == "arrow_function") return node == parent.field("body");
  if (is_one_of(type,
                {"assignment", "augmented_assignment", "assignment_expression", "for_statement",
                 "augmented_assignment_expression", "compound_assignment_expr"}))
    return node == parent.field("right") || node == parent.field("condition");
  if (is_one_of(type, {"subscript", "subscript_expression", "array_access"})) {
    return std::none_of(std::begin(k_indexed), std::end(k_indexed),
                        [&](const char* field) { return node == parent.field(field); });
  }
  return is_one_of(type, {"if_statement", "elif_clause", "while_statement", "if_expression", "while_expression"});
}

}  // namespace repair
