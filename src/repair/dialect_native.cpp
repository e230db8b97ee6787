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

constexpr Phrase k_questions[] = {{3.0, "!{0}.empty()"}, {3.1, "{0} != nullptr"}, {3.3, "{0} > 0"},
                                  {3.3, "{0} == 0"},     {3.3, "{0} != 0"}};
constexpr Phrase k_wraps[] = {{2.6, "static_cast<double>({0})"}, {2.7, "std::abs({0})"}, {2.7, "static_cast<unsigned char>({0})"}};
constexpr Phrase k_statements[] = {
    {2.9, "++{0};"}, {3.1, "--{0};"}, {3.2, "return {0};"}, {3.6, "{0} = 0;"}, {3.4, "{0}.clear();"}};
constexpr Phrase k_pairs[] = {
    {3.6, "{0} = {1};"}, {3.6, "{0}.push_back({1});"}, {3.8, "{0} += {1};"}};
constexpr Phrase k_returns[] = {{3.6, "return;"}};
constexpr std::string_view k_tops[] = {"init_declarator", "field_declaration"};

// What C has instead.
constexpr Phrase k_questions_c[] = {{3.0, "{0} != NULL"}, {3.1, "{0} > 0"}, {3.3, "{0} == 0"}, {3.3, "{0} != 0"}, {3.3, "{0} >= 0"}};
constexpr Phrase k_wraps_c[] = {{2.6, "(double) {1}"}, {2.6, "(long long) {1}"}, {2.6, "(unsigned char) {1}"}, {2.7, "abs({0})"},
                                {2.7, "strlen({0})"}, {2.7, "tolower({0})"}};
constexpr Phrase k_statements_c[] = {{2.9, "++{0};"},     {3.1, "--{0};"},    {3.2, "return {0};"}, {3.4, "{0} = 0;"},
                                     {3.5, "{0} = NULL;"}, {3.5, "free({0});"}, {3.7, "{0} = 1;"}};
constexpr Phrase k_pairs_c[] = {{3.6, "{0} = {1};"}, {3.8, "{0} += {1};"}};
constexpr Phrase k_returns_c[] = {{3.5, "return 0;"}, {3.6, "return 1;"}, {3.6, "return -1;"}, {3.6, "return;"}, {3.6, "return NULL;"}};

}  // namespace

const Dialect& native_dialect() {
  static const Dialect dialect = [] {
    Dialect d;
    d.kinds = &kinds();
    d.length = "{0}.size()";
    d.most = "std::max({0}, {1})";
    d.least = "std::min({0}, {1})";
    d.under_condition = "if ({0}) {1}";
    d.questions = k_questions;
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
    d.length = "strlen({0})";
    d.most = "({0} > {1} ? {0} : {1})";
    d.least = "({0} < {1} ? {0} : {1})";
    d.questions = k_questions_c;
    d.wraps = k_wraps_c;
    d.statements = k_statements_c;
    d.pairs = k_pairs_c;
    d.returns = k_returns_c;
    return d;
  }();
  return dialect;
}

}  // namespace repair
