// C and C++.

#include "dialect.h"

namespace repair {
namespace {

const Kinds& kinds() {
  static const Kinds table = {
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

constexpr Phrase k_questions[] = {
    {3.1, "{0} == std::string::npos", Shape::number}, {3.1, "{0} != std::string::npos", Shape::number},
    {3.0, "!{0}.empty()", Shape::list}, {3.0, "{0}.empty()", Shape::list}, {3.0, "{0}.empty()", Shape::text},
    {3.1, "!{0}.empty()", Shape::text}, {3.1, "{0}.empty()", Shape::map}, {3.0, "{0}", Shape::truth}, {3.0, "!{0}", Shape::truth},
    {3.2, "{0} != nullptr", Shape::pointer}, {3.3, "{0} > 0", Shape::number}, {3.3, "{0} < 0", Shape::number}, {3.3, "{0} == 0", Shape::number},
    {3.3, "{0} != 0", Shape::number}};
constexpr Phrase k_wraps[] = {
    {2.6, "static_cast<double>({0})", Shape::number}, {2.7, "std::abs({0})", Shape::number}, {2.7, "static_cast<unsigned char>({0})", Shape::number},
    {2.7, "static_cast<long long>({0})", Shape::number}, {2.8, "static_cast<int>({0})", Shape::number}, {2.8, "std::max(0, {0})", Shape::number},
    {2.8, "std::round({0})", Shape::number}, {2.8, "std::tolower({0})", Shape::number}, {2.9, "*{1}", Shape::pointer}, {2.9, "*{1}", Shape::place}, {2.9, "std::to_string({0})", Shape::number}};
constexpr Phrase k_statements[] = {
    {2.9, "++{0};", Shape::number}, {3.1, "--{0};", Shape::number}, {3.2, "return {0};"}, {3.5, "{0} = 0;", Shape::number},
    {3.3, "{0} = true;", Shape::truth}, {3.3, "{0} = false;", Shape::truth}, {3.2, "{0}.clear();", Shape::list},
    {3.2, "{0}.clear();", Shape::map}, {3.2, "{0}.clear();", Shape::set}, {3.3, "{0}.clear();", Shape::text},
    {3.5, "{0}.pop_back();", Shape::list}, {3.5, "{0} = nullptr;", Shape::pointer},
    {3.3, "std::sort({0}.begin(), {0}.end());", Shape::list}, {3.4, "std::reverse({0}.begin(), {0}.end());", Shape::list}, {3.4, "std::reverse({0}.begin(), {0}.end());", Shape::text}};
constexpr Phrase k_pairs[] = {
    {3.5, "{0} = {1};"}, {3.2, "{0}.push_back({1});", Shape::list}, {3.2, "{0}.insert({1});", Shape::set},
    {3.4, "{0}.erase({1});", Shape::map}, {3.4, "{0}.erase({1});", Shape::set}, {3.5, "{0} += {1};", Shape::number, Shape::number},
    {3.6, "{0} += {1};", Shape::text, Shape::text}, {3.6, "{0} -= {1};", Shape::number, Shape::number}};
constexpr Phrase k_returns[] = {
    {3.6, "return;"}, {3.6, "return false;"}, {3.6, "return true;"}, {3.6, "return 0;"}, {3.6, "return {};"}, {3.6, "return std::nullopt;"}, {3.6, "return nullptr;"}};
constexpr std::string_view k_tops[] = {"init_declarator", "field_declaration"};

// What C has instead.
constexpr Phrase k_questions_c[] = {{3.0, "{0} != NULL", Shape::pointer}, {3.1, "{0} != NULL", Shape::text}, {3.1, "{0} > 0", Shape::number}, {3.3, "{0} == 0", Shape::number},
                                    {3.3, "{0} != 0", Shape::number}, {3.3, "{0} >= 0", Shape::number}, {3.0, "{0}", Shape::truth}, {3.0, "!{0}", Shape::truth}};
constexpr Phrase k_wraps_c[] = {{2.6, "(double) {1}", Shape::number}, {2.6, "(long long) {1}", Shape::number}, {2.6, "(unsigned char) {1}", Shape::number},
                                {2.7, "abs({0})", Shape::number}, {2.7, "strlen({0})", Shape::text}, {2.7, "tolower({0})", Shape::number}, {2.8, "*{1}", Shape::pointer},
                                {2.8, "*{1}", Shape::text}, {2.8, "&{1}", Shape::object}, {2.8, "(unsigned) {1}", Shape::number}};
constexpr Phrase k_statements_c[] = {{2.9, "++{0};", Shape::number}, {3.1, "--{0};", Shape::number}, {2.9, "++{0};", Shape::text}, {2.6, "*{0} = '\\0';", Shape::text},
                                     {3.2, "return {0};"}, {3.4, "{0} = 0;", Shape::number}, {3.4, "{0} = false;", Shape::truth}, {3.4, "{0} = true;", Shape::truth},
                                     {3.5, "{0} = NULL;", Shape::pointer}, {3.6, "{0} = NULL;", Shape::text}, {3.5, "free({0});", Shape::pointer}, {3.5, "free({0});", Shape::text},
                                     {3.7, "{0} = 1;", Shape::number}};
constexpr Phrase k_pairs_c[] = {
    {3.5, "{0} = {1};"}, {2.4, "{0}[{1}] = '\\0';", Shape::text, Shape::number}, {2.9, "{0} += {1};", Shape::text, Shape::number}, {3.5, "{0} += {1};", Shape::number, Shape::number},
    {3.6, "{0} -= {1};", Shape::number, Shape::number}};
constexpr Phrase k_returns_c[] = {{3.5, "return 0;"}, {3.6, "return 1;"}, {3.6, "return -1;"}, {3.6, "return;"}, {3.6, "return NULL;"}};
constexpr Phrase k_relations_of_two[] = {
    {2.9, "{0} == {1}.end()", Shape::place, Shape::map}, {2.9, "{0} == {1}.end()", Shape::place, Shape::list}, {2.9, "{0} == {1}.end()", Shape::place, Shape::set},
    {2.9, "{0} != {1}.end()", Shape::place, Shape::map}, {2.9, "{0} != {1}.end()", Shape::place, Shape::list}, {2.9, "{0} != {1}.end()", Shape::place, Shape::set},
    {3.3, "{0}.contains({1})", Shape::set}, {3.3, "!{0}.contains({1})", Shape::set}, {3.3, "{0}.contains({1})", Shape::map},
    {3.3, "!{0}.contains({1})", Shape::map}, {3.4, "{0} < {1}", Shape::number, Shape::number},
    {3.5, "{0} <= {1}", Shape::number, Shape::number}, {3.5, "{0} == {1}"}, {3.5, "{0} != {1}"},
    {3.6, "{0}.size() != {1}.size()", Shape::list, Shape::list}, {3.6, "{0}.size() != {1}.size()", Shape::list, Shape::map},
    {3.3, "{0} < {1}.size()", Shape::number, Shape::list}, {3.3, "{0} < {1}.size()", Shape::number, Shape::text},
    {3.4, "{0} + 1 < {1}.size()", Shape::number, Shape::list}, {3.4, "{0} + 1 < {1}.size()", Shape::number, Shape::text},
    {3.6, "{0} >= {1}.size()", Shape::number, Shape::list}, {3.6, "{0} >= {1}.size()", Shape::number, Shape::text}};

}  // namespace

const Dialect& native_dialect() {
  static const Dialect dialect = [] {
    Dialect d;
    d.kinds = &kinds();
    d.lowest = "std::numeric_limits<int>::min()";
    d.highest = "std::numeric_limits<int>::max()";
    d.length = "{0}.size()";
    d.most = "std::max({0}, {1})";
    d.least = "std::min({0}, {1})";
    d.under_condition = "if ({0}) {1}";
    d.questions = k_questions;
    d.relations_of_two = k_relations_of_two;
    d.wraps = k_wraps;
    d.statements = k_statements;
    d.pairs = k_pairs;
    d.returns = k_returns;
    d.tops = k_tops;
    return d;
  }();
  return dialect;
}

const Dialect& c_dialect() {
  static const Dialect dialect = [] {
    Dialect d = native_dialect();
    d.lowest = "INT_MIN";
    d.highest = "INT_MAX";
    d.length = "strlen({0})";
    d.most = "({0} > {1} ? {0} : {1})";
    d.least = "({0} < {1} ? {0} : {1})";
    d.questions = k_questions_c;
    d.relations_of_two = k_plain_relations;
    d.wraps = k_wraps_c;
    d.statements = k_statements_c;
    d.pairs = k_pairs_c;
    d.returns = k_returns_c;
    return d;
  }();
  return dialect;
}

}  // namespace repair
