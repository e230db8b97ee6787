#include "dialect.h"

namespace repair {
namespace {

const Kinds& kinds() {
  static const Kinds table = {
      {"binary_expression", Kind::arithmetic},  // comparison or logical by its operator
      {"unary_expression", Kind::minus},        // negation by its operator
      {"decimal_integer_literal", Kind::number},
      {"decimal_floating_point_literal", Kind::number},
      {"string_literal", Kind::string},
      {"character_literal", Kind::string},
      {"true", Kind::boolean},
      {"false", Kind::boolean},
      {"null_literal", Kind::null},
      {"identifier", Kind::name},
      {"field_access", Kind::member},
      {"method_invocation", Kind::call},
      {"array_access", Kind::subscript},
      {"ternary_expression", Kind::conditional},
      {"parenthesized_expression", Kind::parenthesised},
      {"assignment_expression", Kind::assignment},  // augmented by its operator
      {"local_variable_declaration", Kind::declaration},
      {"return_statement", Kind::return_},
      {"if_statement", Kind::if_},
      {"while_statement", Kind::while_},
      {"do_statement", Kind::while_},
      {"for_statement", Kind::for_},
      {"enhanced_for_statement", Kind::for_},
      {"expression_statement", Kind::expression_statement},
      {"break_statement", Kind::break_},
      {"continue_statement", Kind::continue_},
      {"throw_statement", Kind::raise},
      {"switch_expression", Kind::other_statement},
      {"try_statement", Kind::other_statement},
      {"block", Kind::block},
      {"constructor_body", Kind::block},
      {"method_declaration", Kind::function},
      {"constructor_declaration", Kind::function},
  };
  return table;
}

constexpr Swap k_arithmetic[] = {{">>", ">>>", 1.2}, {">>>", ">>", 1.2}};
constexpr Phrase k_questions[] = {{2.9, "{0}", Shape::truth}, {3.0, "!{0}", Shape::truth}, {3.1, "{0} != null", Shape::text}, {3.1, "{0} == null", Shape::text},
                                  {3.1, "{0} != null", Shape::object}, {3.1, "{0} == null", Shape::object}, {3.2, "!{0}.isEmpty()", Shape::list}, {3.2, "!{0}.isEmpty()", Shape::map},
                                  {3.2, "!{0}.isEmpty()", Shape::set}, {3.2, "!{0}.isEmpty()", Shape::text}, {3.3, "{0} > 0", Shape::number}, {3.3, "{0} == 0", Shape::number},
                                  {3.3, "{0} != 0", Shape::number}};
constexpr Phrase k_relations_of_two[] = {
    {3.3, "{0}.contains({1})", Shape::set}, {3.3, "!{0}.contains({1})", Shape::set}, {3.3, "{0}.containsKey({1})", Shape::map},
    {3.3, "!{0}.containsKey({1})", Shape::map}, {3.4, "{0} < {1}", Shape::number, Shape::number}, {3.5, "{0} <= {1}", Shape::number, Shape::number},
    {3.5, "{0} == {1}"}, {3.5, "{0} != {1}"}, {3.5, "{0}.equals({1})"}};
constexpr Phrase k_wraps[] = {{2.5, "Math.abs({0})", Shape::number}, {2.5, "(double) {1}", Shape::number}, {2.5, "(long) {1}", Shape::number}, {2.6, "(int) {1}", Shape::number},
                              {2.6, "{1}.length()", Shape::text}, {2.6, "{1}.size()", Shape::list}, {2.6, "{1}.size()", Shape::map}, {2.6, "{1}.size()", Shape::set},
                              {2.6, "{1}.trim()", Shape::text}, {2.7, "{1}.toLowerCase()", Shape::text}, {2.7, "{1}.toUpperCase()", Shape::text},
                              {2.7, "Math.max(0, {0})", Shape::number}, {2.8, "String.valueOf({0})"}};
constexpr Phrase k_nulls[] = {{2.0, "\"\""}};
constexpr Phrase k_statements[] = {
    {2.9, "{0}++;", Shape::number}, {3.1, "{0}--;", Shape::number}, {3.2, "return {0};"}, {3.5, "{0} = 0;", Shape::number},
    {3.3, "Collections.sort({0});", Shape::list}, {3.3, "{0} = true;", Shape::truth}, {3.3, "{0} = false;", Shape::truth}, {3.2, "{0}.clear();", Shape::list},
    {3.2, "{0}.clear();", Shape::map}, {3.2, "{0}.clear();", Shape::set}, {3.6, "{0} = null;"}};
constexpr Phrase k_pairs[] = {
    {3.5, "{0} = {1};"}, {3.2, "{0}.add({1});", Shape::list}, {3.2, "{0}.add({1});", Shape::set}, {3.4, "{0}.remove({1});", Shape::set},
    {3.4, "{0}.remove({1});", Shape::map}, {3.4, "{0}.append({1});"}, {3.5, "{0} += {1};", Shape::number, Shape::number},
    {3.6, "{0} -= {1};", Shape::number, Shape::number}};
constexpr Phrase k_returns[] = {{3.6, "return;"}, {3.6, "return true;"}, {3.6, "return false;"}, {3.6, "return null;"}, {3.6, "return 0;"}};

constexpr std::string_view k_functions[] = {"method_declaration", "constructor_declaration"};
constexpr std::string_view k_spaces[] = {"class_declaration", "enum_declaration", "record_declaration", "interface_declaration"};
constexpr std::string_view k_no_value[] = {"formal_parameter", "catch_formal_parameter", "labeled_statement", "inferred_parameters",
                                           "update_expression", "scoped_identifier", "import_declaration", "annotation",
                                           "marker_annotation", "break_statement", "continue_statement", "spread_parameter",
                                           "method_reference", "switch_label"};
constexpr Place k_places[] = {{"variable_declarator", "name"}, {"enhanced_for_statement", "name"}, {"assignment_expression", "left"},
                              {"method_invocation", "name"}, {"field_access", "field"}, {"method_declaration", "name"},
                              {"lambda_expression", "parameters"}, {"constructor_declaration", "name"},
                              {"cast_expression", "type"}};
constexpr std::string_view k_tops[] = {"variable_declarator", "static_initializer"};

}  // namespace

const Dialect& java_dialect() {
  static const Dialect dialect = [] {
    Dialect d;
    d.kinds = &kinds();
    d.lowest = "Integer.MIN_VALUE";
    d.highest = "Integer.MAX_VALUE";
    d.length = "{0}.length";
    d.most = "Math.max({0}, {1})";
    d.least = "Math.min({0}, {1})";
    d.under_condition = "if ({0}) {1}";
    d.guard = "(plumb.Switch.now == {0})";
    d.questions = k_questions;
    d.relations_of_two = k_relations_of_two;
    d.wraps = k_wraps;
    d.nulls = k_nulls;
    d.statements = k_statements;
    d.pairs = k_pairs;
    d.returns = k_returns;
    d.arithmetic = k_arithmetic;
    d.functions = k_functions;
    d.spaces = k_spaces;
    d.no_value = k_no_value;
    d.places = k_places;
    d.has_upper_case_types = true;
    d.tops = k_tops;
    return d;
  }();
  return dialect;
}

}  // namespace repair
