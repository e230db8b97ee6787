// Which names can stand where? In languages with blocks a local is known from its declaration to the end of the block
// around it. A compiler refuses the others one by one, some only once a function, and each refusal costs a build.

#include <algorithm>

#include "edits.h"

namespace repair {
namespace {

using code::Node;

constexpr std::string_view k_declarations[] = {
    "init_declarator",       "declaration",        "parameter_declaration", "optional_parameter_declaration", "for_range_loop",  // C, C++, Go
    "variable_declarator",   "formal_parameter",   "enhanced_for_statement", "catch_formal_parameter",                           // Java, JavaScript
    "formal_parameters",     "arrow_function",     "for_in_statement",                                                            // JavaScript
    "required_parameter",    "optional_parameter",                                                                               // TypeScript
    "short_var_declaration", "var_spec",           "range_clause",                                                               // Go
    "let_declaration",       "parameter",          "for_expression",        "closure_parameters",                                // Rust
};
constexpr std::string_view k_parameters[] = {"parameter_declaration", "optional_parameter_declaration", "formal_parameter",
                                             "formal_parameters", "arrow_function", "required_parameter", "optional_parameter",
                                             "parameter", "closure_parameters", "catch_formal_parameter"};

template <class List>
bool is_in(const List& list, std::string_view type) {
  return std::find(std::begin(list), std::end(list), type) != std::end(list);
}

/// The declaration that gives `name` its meaning, if it stands in one as what is declared.
Node declaration_of(Node name) {
  Node child = name;
  for (Node node = name.parent(); node; child = node, node = node.parent()) {
    const std::string_view type = node.type();
    if (is_in(k_declarations, type)) {
      if (type == "formal_parameters" || type == "closure_parameters") return node;
      // These may declare several.
      if (type == "declaration" || type == "parameter_declaration" || type == "var_spec")
        return child == node.field("type") || child == node.field("value") || child == node.field("default_value") ? Node() : node;
      for (const char* field : {"declarator", "name", "pattern", "left", "parameter"})
        if (child == node.field(field)) return node;
      return {};
    }
    // Only what may stand around a name that is declared: *p, &r, a[3], a list, a pattern.
    const bool wraps = type.ends_with("declarator") || type.ends_with("pattern") || type == "expression_list";
    if (!wraps) return {};
  }
  return {};
}

constexpr std::string_view k_holders[] = {
    "block", "statement_block", "compound_statement", "constructor_body", "switch_body", "switch_block",
    "for_statement", "for_range_loop", "for_in_statement", "enhanced_for_statement", "for_expression", "if_statement", "if_expression",
    "expression_case", "type_case", "communication_case", "default_case", "catch_clause", "match_arm",
    "lambda_expression", "arrow_function", "func_literal", "closure_expression", "function_expression", "function",
    "function_definition", "function_declaration", "function_item", "generator_function_declaration", "method_declaration",
    "method_definition", "constructor_declaration",
};

}  // namespace

std::vector<Visible> visible_in(const Source& source, const Unit& unit) {
  std::vector<Visible> out;
  if (source.is_python()) return out;
  for (code::Cursor at(unit.node); at.next();) {
    const Node name = at.node();
    const std::string_view type = name.type();
    if (type != "identifier" && type != "shorthand_property_identifier_pattern") continue;
    const Node declaration = declaration_of(name);
    if (!declaration) continue;
    Node holder = declaration.type() == "for_expression" || declaration.type() == "for_range_loop" || declaration.type() == "arrow_function" ||
                          declaration.type() == "for_in_statement" || declaration.type() == "enhanced_for_statement"
                      ? declaration
                      : declaration.parent();
    const bool is_hoisted = holder.type() == "variable_declaration";  // var of JavaScript
    while (holder && !(holder == unit.node) && (is_hoisted || !is_in(k_holders, holder.type()))) holder = holder.parent();
    if (!holder) holder = unit.node;
    const bool whole = is_hoisted || is_in(k_parameters, declaration.type());
    out.push_back({std::string(source.text_of(name)), whole ? holder.begin() : declaration.begin(), holder.end()});
  }
  return out;
}

}  // namespace repair
