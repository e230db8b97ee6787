// JavaScript and TypeScript.

#include "dialect.h"

namespace repair {
namespace {

const Kinds& kinds() {
  static const Kinds table = {
      {"binary_expression", Kind::arithmetic},  // comparison or logical by its operator
      {"unary_expression", Kind::minus},        // negation by its operator
      {"number", Kind::number},
      {"string", Kind::string},
      {"true", Kind::boolean},
      {"false", Kind::boolean},
      {"null", Kind::null},
      {"undefined", Kind::null},
      {"identifier", Kind::name},
      {"member_expression", Kind::member},
      {"call_expression", Kind::call},
      {"subscript_expression", Kind::subscript},
      {"ternary_expression", Kind::conditional},
      {"parenthesized_expression", Kind::parenthesised},
      {"array", Kind::sequence},
      {"assignment_expression", Kind::assignment},
      {"augmented_assignment_expression", Kind::augmented},
      {"lexical_declaration", Kind::declaration},
      {"variable_declaration", Kind::declaration},
      {"return_statement", Kind::return_},
      {"if_statement", Kind::if_},
      {"while_statement", Kind::while_},
      {"do_statement", Kind::while_},
      {"for_statement", Kind::for_},
      {"for_in_statement", Kind::for_},
      {"expression_statement", Kind::expression_statement},
      {"break_statement", Kind::break_},
      {"continue_statement", Kind::continue_},
      {"throw_statement", Kind::raise},
      {"switch_statement", Kind::other_statement},
      {"try_statement", Kind::other_statement},
      {"statement_block", Kind::block},
      {"function_declaration", Kind::function},
      {"generator_function_declaration", Kind::function},
      {"method_definition", Kind::function},
  };
  return table;
}

constexpr Swap k_relations[] = {
    {"===", "!==", 1.0}, {"!==", "===", 1.0}, {"==", "===", 1.2}, {"!=", "!==", 1.2},
    {"===", "==", 1.6},  {"!==", "!=", 1.6},  {"===", "<=", 1.5}, {"===", ">=", 1.5},
    {"===", "<", 1.7},   {"===", ">", 1.7},   {"!==", "<", 1.5},  {"!==", ">", 1.5},
    {"<", "===", 1.8},   {">", "===", 1.8},   {"<", "!==", 1.6},  {">", "!==", 1.6},
    {"<=", "===", 1.8},  {">=", "===", 1.8},  {"in", "instanceof", 2.0},
};
constexpr Swap k_arithmetic[] = {{"*", "**", 1.4}, {"**", "*", 1.4}, {">>", ">>>", 1.2}, {">>>", ">>", 1.2}};
constexpr std::string_view k_unless_null = "?" "?=";  // no trigraph
constexpr Swap k_augmented[] = {{"||=", k_unless_null, 1.2}, {k_unless_null, "||=", 1.4}, {">>=", ">>>=", 1.1}, {">>>=", ">>=", 1.1}};
constexpr Phrase k_questions[] = {
    {2.9, "{0}"}, {3.0, "!{0}"}, {3.1, "{0} !== undefined"}, {3.1, "{0} === undefined"}, {3.2, "{0} !== null"}, {3.2, "{0} == null"},
    {3.2, "{0} > 0", Shape::number}, {3.2, "{0} < 0", Shape::number}, {3.3, "{0} <= 0", Shape::number},
    {3.3, "{0} === 0", Shape::number}, {3.3, "{0} !== 0", Shape::number}, {3.2, "{0}.length > 0", Shape::list},
    {3.2, "{0}.length === 0", Shape::list}, {3.3, "{0}.length === 0", Shape::text}, {3.3, "Array.isArray({0})"},
    {3.2, "!Array.isArray({0})"}, {3.5, "typeof {0} === 'string'"}, {3.5, "typeof {0} === 'number'"},
    {3.5, "Number.isNaN({0})", Shape::number}};
constexpr Phrase k_wraps[] = {
    {2.4, "Math.floor({0})", Shape::number}, {2.5, "Math.abs({0})", Shape::number}, {2.6, "Math.ceil({0})", Shape::number},
    {2.6, "Math.round({0})", Shape::number}, {2.6, "Math.trunc({0})", Shape::number}, {2.6, "{1}.length"}, {2.4, "Number({0})"},
    {2.4, "String({0})"}, {2.5, "[...{0}]"}, {2.5, "{1}.slice()", Shape::list}, {2.6, "{ ...{0} }"}, {2.6, "{1}.trim()", Shape::text},
    {2.6, "{1}.toLowerCase()", Shape::text}, {2.8, "{1}.toUpperCase()", Shape::text}, {2.8, "{1}.reverse()", Shape::list},
    {2.9, "{1}.sort()", Shape::list}, {2.8, "Math.max(0, {0})", Shape::number}, {2.5, "{1}.map(Number)", Shape::list},
    {2.8, "{1}.map(String)", Shape::list}, {2.8, "{1}.filter(Boolean)", Shape::list}, {2.7, "Object.keys({0})"},
    {2.7, "Object.values({0})"}, {2.7, "Object.entries({0})"}, {2.6, "{1} ?? 0"}, {2.8, "{1} || 0"}, {2.8, "{1} ?? null"},
    {2.9, "{1} ?? ''"}, {2.8, "{1}.sort((a, b) => a - b)", Shape::list}, {2.8, "structuredClone({0})"},
    {2.9, "new Set({0})", Shape::list}, {2.8, "new Map({0})", Shape::map}, {2.8, "new Set({0})", Shape::set}, {2.8, "{1}.trim().toLowerCase()", Shape::text}, {2.9, "!!{1}"}};
constexpr Phrase k_nulls[] = {{2.0, "0"},     {2.0, "''"},   {2.0, "[]"},   {2.0, "false"},
                              {2.0, "({})"},  {2.0, "true"}, {1.4, "null"}, {1.4, "undefined"}};
constexpr Phrase k_statements[] = {
    {2.9, "{0} += 1;", Shape::number}, {3.1, "{0} -= 1;", Shape::number}, {3.2, "return {0};"}, {3.5, "{0} = 0;", Shape::number},
    {3.4, "{0} = [];", Shape::list}, {3.5, "{0} = '';", Shape::text}, {3.6, "{0} = null;"}, {3.7, "{0} = undefined;"},
    {3.3, "{0} = true;", Shape::truth}, {3.3, "{0} = false;", Shape::truth}, {3.2, "{0}.clear();", Shape::map},
    {3.2, "{0}.clear();", Shape::set}, {3.3, "{0}.length = 0;", Shape::list}, {3.4, "{0}.pop();", Shape::list},
    {3.4, "{0}.shift();", Shape::list}, {3.5, "{0} = {0}.slice();", Shape::list}, {3.5, "{0} = {0}.trim();", Shape::text},
    {3.5, "{0} = {0}.toLowerCase();", Shape::text}, {3.5, "clearTimeout({0});"}};
constexpr Phrase k_pairs[] = {
    {3.5, "{0} = {1};"}, {3.2, "{0}.push({1});", Shape::list}, {3.4, "{0}.length = {1};", Shape::list, Shape::number},
    {3.6, "{0}.length = {1} + 1;", Shape::list, Shape::number}, {3.2, "{0}.add({1});", Shape::set},
    {3.4, "{0}.delete({1});", Shape::set}, {3.4, "{0}.delete({1});", Shape::map}, {3.5, "{0} += {1};", Shape::number, Shape::number},
    {3.6, "{0} += {1};", Shape::text, Shape::text}, {3.6, "{0} -= {1};", Shape::number, Shape::number},
    {3.6, "{0} = Math.max({0}, {1});", Shape::number, Shape::number}, {3.6, "{0} = Math.min({0}, {1});", Shape::number, Shape::number}};
constexpr Phrase k_returns[] = {{3.6, "return;"},      {3.6, "return true;"}, {3.6, "return false;"},
                                {3.6, "return null;"}, {3.6, "return 0;"},    {3.6, "return [];"}};

constexpr std::string_view k_functions[] = {"function_declaration", "generator_function_declaration",
                                            "method_definition", "arrow_function", "function_expression",
                                            "function", "generator_function"};
constexpr std::string_view k_spaces[] = {"class_declaration", "class", "internal_module", "module"};
constexpr std::string_view k_no_value[] = {
    "formal_parameters", "import_specifier", "import_clause", "namespace_import", "export_specifier",
    "object_pattern", "array_pattern", "rest_pattern", "labeled_statement", "update_expression",
    "type_annotation", "class_heritage", "decorator", "import_statement", "new_expression", "type_arguments",
    "break_statement", "continue_statement", "generic_type", "nested_type_identifier"};
constexpr Place k_places[] = {
    {"variable_declarator", "name"}, {"variable_declarator", "type"}, {"function_declaration", "name"},
    {"function_expression", "name"}, {"assignment_expression", "left"},
    {"augmented_assignment_expression", "left"}, {"for_in_statement", "left"}, {"call_expression", "function"},
    {"member_expression", "property"}, {"arrow_function", "parameter"}, {"catch_clause", "parameter"},
    {"required_parameter", "pattern"}, {"optional_parameter", "pattern"}, {"assignment_pattern", "left"},
    {"pair", "key"}, {"as_expression", "type"}};
constexpr std::string_view k_tops[] = {"variable_declarator", "field_definition", "public_field_definition"};
constexpr Phrase k_relations_of_two[] = {
    {3.3, "{0}.has({1})", Shape::set}, {3.3, "!{0}.has({1})", Shape::set}, {3.3, "{0}.has({1})", Shape::map},
    {3.3, "!{0}.has({1})", Shape::map}, {3.4, "{0}.includes({1})", Shape::list}, {3.4, "!{0}.includes({1})", Shape::list},
    {3.4, "{0} < {1}", Shape::number, Shape::number}, {3.5, "{0} <= {1}", Shape::number, Shape::number}, {3.5, "{0} === {1}"},
    {3.5, "{0} !== {1}"}, {3.4, "{1} < {0}.length", Shape::list, Shape::number}, {3.4, "{1} < {0}.length", Shape::text, Shape::number},
    {3.5, "{1} + 1 < {0}.length", Shape::list, Shape::number}, {3.6, "{0}.length !== {1}.length", Shape::list, Shape::list},
    {3.6, "{0}.length >= {1}", Shape::list, Shape::number}};

}  // namespace

const Dialect& script_dialect() {
  static const Dialect dialect = [] {
    Dialect d;
    d.kinds = &kinds();
    d.lowest = "-Infinity";
    d.highest = "Infinity";
    d.length = "{0}.length";
    d.most = "Math.max({0}, {1})";
    d.least = "Math.min({0}, {1})";
    d.under_condition = "if ({0}) {1}";
    d.questions = k_questions;
    d.relations_of_two = k_relations_of_two;
    d.wraps = k_wraps;
    d.nulls = k_nulls;
    d.statements = k_statements;
    d.pairs = k_pairs;
    d.returns = k_returns;
    d.relations = k_relations;
    d.arithmetic = k_arithmetic;
    d.augmented = k_augmented;
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
