#include "dialect.h"

namespace repair {
namespace {

const Kinds& kinds() {
  static const Kinds table = {
      {"binary_expression", Kind::arithmetic},  // comparison or logical by its operator
      {"unary_expression", Kind::minus},        // negation by its operator
      {"int_literal", Kind::number},
      {"float_literal", Kind::number},
      {"interpreted_string_literal", Kind::string},
      {"rune_literal", Kind::string},
      {"true", Kind::boolean},
      {"false", Kind::boolean},
      {"nil", Kind::null},
      {"identifier", Kind::name},
      {"selector_expression", Kind::member},
      {"call_expression", Kind::call},
      {"index_expression", Kind::subscript},
      {"slice_expression", Kind::subscript},
      {"parenthesized_expression", Kind::parenthesised},
      {"expression_list", Kind::sequence},
      {"assignment_statement", Kind::assignment},  // augmented by its operator
      {"short_var_declaration", Kind::declaration},
      {"var_declaration", Kind::declaration},
      {"return_statement", Kind::return_},
      {"if_statement", Kind::if_},
      {"for_statement", Kind::for_},
      {"expression_statement", Kind::expression_statement},
      {"inc_statement", Kind::expression_statement},
      {"dec_statement", Kind::expression_statement},
      {"break_statement", Kind::break_},
      {"continue_statement", Kind::continue_},
      {"expression_switch_statement", Kind::other_statement},
      {"type_switch_statement", Kind::other_statement},
      {"select_statement", Kind::other_statement},
      {"defer_statement", Kind::other_statement},
      {"go_statement", Kind::other_statement},
      {"block", Kind::block},
      {"function_declaration", Kind::function},
      {"method_declaration", Kind::function},
  };
  return table;
}

constexpr Phrase k_questions[] = {{2.9, "{0}"},        {3.0, "!{0}"},     {3.1, "{0} != nil"}, {3.1, "{0} == nil"},
                                  {3.2, "len({0}) > 0"}, {3.3, "{0} > 0"}, {3.3, "{0} == 0"},   {3.3, "{0} != 0"}};
constexpr Phrase k_wraps[] = {{2.5, "len({0})"},     {2.6, "int({0})"},  {2.6, "float64({0})"},
                              {2.6, "string({0})"},  {2.7, "int64({0})"}, {2.7, "&{0}"},
                              {2.8, "strings.ToLower({0})"}, {2.8, "strings.TrimSpace({0})"},
                              {2.8, "math.Abs({0})"}};
constexpr Phrase k_nulls[] = {{1.6, "err"}};
constexpr Phrase k_statements[] = {
    {2.9, "{0}++", Shape::number}, {3.1, "{0}--", Shape::number}, {3.2, "return {0}"}, {3.6, "{0} = 0", Shape::number},
    {3.4, "{0} = true", Shape::truth}, {3.4, "{0} = false", Shape::truth}, {3.4, "{0} = nil", Shape::list}, {3.7, "{0} = nil"}};
constexpr Phrase k_pairs[] = {
    {3.5, "{0} = {1}"}, {3.2, "{0} = append({0}, {1})", Shape::list}, {3.3, "{0}[{1}] = true", Shape::map}, {3.4, "delete({0}, {1})", Shape::map},
    {3.5, "{0} += {1}", Shape::number, Shape::number}, {3.6, "{0} -= {1}", Shape::number, Shape::number}};
constexpr Phrase k_returns[] = {{3.6, "return"},     {3.6, "return true"}, {3.6, "return false"},
                                {3.6, "return nil"}, {3.6, "return 0"}};

constexpr std::string_view k_functions[] = {"function_declaration", "method_declaration"};
constexpr std::string_view k_no_value[] = {"parameter_declaration", "inc_statement", "dec_statement", "labeled_statement",
                                           "keyed_element", "literal_element", "package_clause", "import_spec",
                                           "type_spec", "qualified_type", "field_declaration", "break_statement",
                                           "continue_statement", "goto_statement"};
constexpr Place k_places[] = {{"short_var_declaration", "left"}, {"assignment_statement", "left"}, {"range_clause", "left"},
                              {"var_spec", "name"}, {"const_spec", "name"}, {"call_expression", "function"},
                              {"selector_expression", "field"}, {"function_declaration", "name"}};
constexpr std::string_view k_tops[] = {"var_spec", "const_spec"};

}  // namespace

const Dialect& go_dialect() {
  static const Dialect dialect = [] {
    Dialect d;
    d.kinds = &kinds();
    d.end = "";
    d.lowest = "math.MinInt";
    d.highest = "math.MaxInt";
    d.length = "len({0})";
    d.under_condition = "if {0} { {1} }";
    d.guard = "plumbVariant() == {0}";
    d.questions = k_questions;
    d.wraps = k_wraps;
    d.nulls = k_nulls;
    d.statements = k_statements;
    d.pairs = k_pairs;
    d.returns = k_returns;
    d.functions = k_functions;
    d.no_value = k_no_value;
    d.places = k_places;
    d.tops = k_tops;
    return d;
  }();
  return dialect;
}

}  // namespace repair
