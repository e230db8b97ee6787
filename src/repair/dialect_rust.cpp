#include "dialect.h"

namespace repair {
namespace {

const Kinds& kinds() {
  static const Kinds table = {
      {"binary_expression", Kind::arithmetic},  // comparison or logical by its operator
      {"unary_expression", Kind::minus},        // negation by its operator
      {"integer_literal", Kind::number},
      {"float_literal", Kind::number},
      {"string_literal", Kind::string},
      {"char_literal", Kind::string},
      {"boolean_literal", Kind::boolean},
      {"identifier", Kind::name},
      {"scoped_identifier", Kind::name},
      {"field_expression", Kind::member},
      {"call_expression", Kind::call},
      {"index_expression", Kind::subscript},
      {"parenthesized_expression", Kind::parenthesised},
      {"tuple_expression", Kind::sequence},
      {"array_expression", Kind::sequence},
      {"assignment_expression", Kind::assignment},
      {"compound_assignment_expr", Kind::augmented},
      {"let_declaration", Kind::declaration},
      {"return_expression", Kind::return_},
      {"if_expression", Kind::if_},
      {"while_expression", Kind::while_},
      {"loop_expression", Kind::while_},
      {"for_expression", Kind::for_},
      {"expression_statement", Kind::expression_statement},
      {"break_expression", Kind::break_},
      {"continue_expression", Kind::continue_},
      {"match_expression", Kind::other_statement},
      {"block", Kind::block},
      {"function_item", Kind::function},
  };
  return table;
}

constexpr Swap k_ranges[] = {{"..", "..=", 0.7}, {"..=", "..", 0.7}};
constexpr Phrase k_questions[] = {{2.9, "{0}"},           {3.0, "!{0}"},     {3.1, "!{0}.is_empty()"}, {3.1, "{0}.is_some()"},
                                  {3.1, "{0}.is_none()"}, {3.3, "{0} > 0"},  {3.3, "{0} == 0"},        {3.3, "{0} != 0"}};
constexpr Phrase k_wraps[] = {{2.5, "{1}.abs()"},      {2.5, "{1}.len()"},     {2.5, "&{1}"},           {2.5, "*{1}"},
                              {2.6, "{1}.clone()"},    {2.6, "Some({0})"},     {2.6, "{1}.trim()"},     {2.6, "{1}.rev()"},
                              {2.7, "{1} as usize"},   {2.7, "{1} as i64"},    {2.7, "{1} as f64"},     {2.7, "{1}.to_lowercase()"},
                              {2.7, "{1}.to_string()"}, {2.8, "{1}.unwrap_or(0)"}, {2.8, "{1}.max(0)"}};
constexpr Phrase k_statements[] = {
    {2.9, "{0} += 1;", Shape::number}, {3.1, "{0} -= 1;", Shape::number}, {3.2, "return {0};"}, {3.6, "{0} = 0;", Shape::number},
    {3.4, "{0} = true;", Shape::truth}, {3.4, "{0} = false;", Shape::truth}, {3.3, "{0}.clear();", Shape::list}, {3.3, "{0}.clear();", Shape::map},
    {3.3, "{0}.clear();", Shape::text}};
constexpr Phrase k_pairs[] = {
    {3.5, "{0} = {1};"}, {3.2, "{0}.push({1});", Shape::list}, {3.2, "{0}.insert({1});", Shape::set}, {3.4, "{0}.remove(&{1});", Shape::set},
    {3.4, "{0}.remove(&{1});", Shape::map}, {3.5, "{0} += {1};", Shape::number, Shape::number}, {3.6, "{0} -= {1};", Shape::number, Shape::number}};
constexpr Phrase k_returns[] = {{3.6, "return;"}, {3.6, "return true;"}, {3.6, "return false;"}, {3.6, "return None;"}, {3.6, "return 0;"}};

constexpr std::string_view k_functions[] = {"function_item"};
constexpr std::string_view k_spaces[] = {"impl_item", "mod_item", "trait_item"};
constexpr std::string_view k_no_value[] = {
    "parameter", "closure_parameters", "tuple_pattern", "tuple_struct_pattern", "match_pattern", "scoped_identifier",
    "use_declaration", "token_tree", "ref_pattern", "reference_pattern", "mut_pattern", "or_pattern", "type_arguments",
    "scoped_type_identifier", "field_pattern", "struct_pattern", "let_condition", "captured_pattern", "range_pattern"};
constexpr Place k_places[] = {{"let_declaration", "pattern"}, {"for_expression", "pattern"}, {"assignment_expression", "left"},
                              {"compound_assignment_expr", "left"}, {"call_expression", "function"}, {"field_expression", "field"},
                              {"function_item", "name"}, {"macro_invocation", "macro"}, {"type_cast_expression", "type"},
                              {"let_declaration", "type"}};
constexpr std::string_view k_tops[] = {"const_item", "static_item"};

}  // namespace

const Dialect& rust_dialect() {
  static const Dialect dialect = [] {
    Dialect d;
    d.kinds = &kinds();
    d.lowest = "i64::MIN";
    d.highest = "i64::MAX";
    d.length = "{0}.len()";
    d.most = "{0}.max({1})";
    d.least = "{0}.min({1})";
    d.under_condition = "if {0} { {1} }";
    d.guard = "::std::env::var_os(\"PLUMB_VARIANT\").map_or(false, |v| v == \"{0}\")";
    d.questions = k_questions;
    d.wraps = k_wraps;
    d.statements = k_statements;
    d.pairs = k_pairs;
    d.returns = k_returns;
    d.ranges = k_ranges;
    d.functions = k_functions;
    d.spaces = k_spaces;
    d.no_value = k_no_value;
    d.places = k_places;
    d.tops = k_tops;
    return d;
  }();
  return dialect;
}

}  // namespace repair
