#include "dialect.h"

namespace repair {
namespace {

const Kinds& kinds() {
  static const Kinds table = {
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

constexpr Swap k_python_relations[] = {
    {"in", "not in", 1.0}, {"not in", "in", 1.0}, {"is", "is not", 1.0}, {"is not", "is", 1.0},
    {"is", "==", 1.3},     {"is not", "!=", 1.3}, {"==", "is", 2.2},     {"==", "in", 1.6},
    {"!=", "not in", 1.6}, {"in", "==", 1.6},
};
constexpr Swap k_python_arithmetic[] = {
    {"/", "//", 0.9}, {"//", "/", 0.9}, {"%", "//", 1.2}, {"//", "%", 1.2},
    {"*", "**", 1.4}, {"**", "*", 1.4}, {"//", "*", 1.8}, {"*", "//", 1.6},
    {"-", "//", 2.3}, {"+", "//", 2.4}, {"^", "**", 1.2}, {"**", "+", 2.2},
};
constexpr Swap k_python_augmented[] = {
    {"/=", "//=", 0.9}, {"//=", "/=", 0.9}, {"%=", "//=", 1.3}, {"//=", "%=", 1.3}};

constexpr Phrase k_questions[] = {
    {2.9, "{0}"}, {3.0, "not {0}"}, {3.1, "{0} is not None"}, {3.2, "{0} is None"}, {3.2, "{0} > 0", Shape::number},
    {3.2, "{0} < 0", Shape::number}, {3.3, "{0} <= 0", Shape::number}, {3.3, "{0} == 0", Shape::number},
    {3.3, "{0} != 0", Shape::number}, {3.4, "isinstance({0}, str)"}, {3.4, "not isinstance({0}, bool)"}};
constexpr Phrase k_wraps[] = {
    {2.5, "abs({0})", Shape::number},      {2.5, "len({0})"},   {2.5, "int({0})"},   {2.5, "str({0})"},
    {2.5, "sorted({0})"},   {2.5, "list({0})"},  {2.5, "set({0})"},   {2.5, "sum({0})", Shape::list},
    {2.5, "reversed({0})", Shape::list}, {2.5, "tuple({0})"}, {2.5, "float({0})"}, {2.5, "round({0})", Shape::number},
    {2.5, "bool({0})"},     {2.7, "{1}.strip()", Shape::text}, {2.7, "{1}.rstrip(\"\\n\")", Shape::text}, {2.8, "{1}.rstrip()", Shape::text}, {2.6, "dict({0})", Shape::map}, {2.7, "{1}.lower()", Shape::text}, {2.8, "{1}.strip().lower()", Shape::text}, {2.7, "{1}[::-1]", Shape::list}, {2.7, "{1}.upper()", Shape::text},
    {2.7, "{1}.copy()"},    {2.7, "{1}.items()", Shape::map}, {2.7, "{1}.values()", Shape::map}, {2.7, "{1}.keys()", Shape::map},
    {2.7, "max(0, {0})", Shape::number}, {2.8, "{1}.encode(\"utf-8\")", Shape::text}};
constexpr Phrase k_nulls[] = {{2.0, "0"},     {2.0, "\"\""}, {2.0, "[]"},
                              {2.0, "False"}, {2.0, "{}"},   {2.0, "True"}};
constexpr Phrase k_statements[] = {
    {2.9, "{0} += 1", Shape::number}, {3.1, "{0} -= 1", Shape::number}, {3.2, "return {0}"}, {3.5, "{0} = 0", Shape::number},
    {3.4, "{0} = []", Shape::list}, {3.5, "{0} = \"\"", Shape::text}, {3.6, "{0} = None"}, {3.3, "{0} = True", Shape::truth},
    {3.3, "{0} = False", Shape::truth}, {3.2, "{0}.clear()", Shape::list}, {3.2, "{0}.clear()", Shape::set},
    {3.2, "{0}.clear()", Shape::map}, {3.4, "{0}.pop()", Shape::list}, {3.5, "{0}.sort()", Shape::list},
    {3.5, "{0}.reverse()", Shape::list}, {3.4, "{0} = {0}.strip()", Shape::text}, {3.5, "{0} = {0}.lower()", Shape::text},
    {3.5, "{0} = list({0})", Shape::list}, {3.5, "{0} = sorted({0})", Shape::list}, {3.6, "{0} = dict({0})", Shape::map},
    {3.7, "{0} = abs({0})", Shape::number}};
constexpr Phrase k_pairs[] = {
    {3.5, "{0} = {1}"}, {3.2, "{0}.append({1})", Shape::list}, {3.2, "{0}.add({1})", Shape::set},
    {3.5, "{0} += {1}", Shape::number, Shape::number}, {3.6, "{0} += {1}", Shape::list, Shape::list},
    {3.6, "{0} += {1}", Shape::text, Shape::text}, {3.6, "{0} -= {1}", Shape::number, Shape::number},
    {3.5, "{0}.remove({1})", Shape::list}, {3.5, "{0}.discard({1})", Shape::set}, {3.4, "del {0}[{1}]", Shape::map}, {3.4, "del {0}[{1}:]", Shape::list, Shape::number}, {3.6, "del {0}[{1} + 1:]", Shape::list, Shape::number},
    {3.4, "{0}.pop({1}, None)", Shape::map}, {3.6, "{0} = max({0}, {1})", Shape::number, Shape::number},
    {3.6, "{0} = min({0}, {1})", Shape::number, Shape::number}};
constexpr Phrase k_returns[] = {{3.6, "return"},      {3.6, "return True"}, {3.6, "return False"},
                                {3.6, "return None"}, {3.6, "return 0"},    {3.6, "return []"}};
constexpr Phrase k_relations_of_two[] = {
    {3.3, "{1} in {0}", Shape::set}, {3.3, "{1} not in {0}", Shape::set}, {3.3, "{1} in {0}", Shape::map},
    {3.3, "{1} not in {0}", Shape::map}, {3.4, "{1} in {0}", Shape::list}, {3.4, "{1} not in {0}", Shape::list},
    {3.4, "{0} < {1}", Shape::number, Shape::number}, {3.5, "{0} <= {1}", Shape::number, Shape::number}, {3.5, "{0} == {1}"},
    {3.5, "{0} != {1}"}, {3.4, "{1} < len({0})", Shape::list, Shape::number}, {3.5, "{1} + 1 < len({0})", Shape::list, Shape::number},
    {3.6, "len({0}) != len({1})", Shape::list, Shape::list}, {3.6, "len({0}) != len({1})", Shape::list, Shape::map}, {3.6, "len({0}) >= {1}", Shape::list, Shape::number},
    {3.6, "len({0}) == {1}", Shape::list, Shape::number}};

}  // namespace

const Dialect& python_dialect() {
  static const Dialect dialect = [] {
    Dialect d;
    d.kinds = &kinds();
    d.end = "";
    d.both = " and ";
    d.either = " or ";
    d.negate = "not ";
    d.yes = "True";
    d.no = "False";
    d.comment = "#";
    d.lowest = "float(\"-inf\")";
    d.highest = "float(\"inf\")";
    d.length = "len({0})";
    d.most = "max({0}, {1})";
    d.least = "min({0}, {1})";
    d.questions = k_questions;
    d.relations_of_two = k_relations_of_two;
    d.wraps = k_wraps;
    d.nulls = k_nulls;
    d.statements = k_statements;
    d.pairs = k_pairs;
    d.returns = k_returns;
    d.relations = k_python_relations;
    d.arithmetic = k_python_arithmetic;
    d.augmented = k_python_augmented;
    return d;
  }();
  return dialect;
}

}  // namespace repair
