#include <algorithm>
#include <array>

#include "tamper/suite_reader.h"
#include "tamper/words.h"

namespace verify::tamper {
namespace {

using code::Language;
using code::Node;

constexpr std::size_t k_callee_max = 200;
constexpr std::size_t k_constant_max = 2000;

bool is_call(std::string_view type) {
  return type == "call" || type == "call_expression" || type == "method_invocation" ||
         type == "macro_invocation";
}

bool begins_chain(std::string_view code) {
  for (const std::string_view head :
       {"expect(", "assertThat(", "expect.soft(", "assertThatThrownBy(", "assertThatCode(",
        "assertThatExceptionOfType(", "expect ("})
    if (code.starts_with(head)) return true;
  return false;
}

bool is_list(std::string_view type) {
  constexpr std::array k_types = std::to_array<std::string_view>(
      {"list", "tuple", "set", "array", "literal_value", "array_expression", "array_initializer",
       "element_value_array_initializer", "initializer_list", "token_tree", "argument_list"});
  return std::find(k_types.begin(), k_types.end(), type) != k_types.end();
}

bool is_composite(Node element) {
  constexpr std::array k_types = std::to_array<std::string_view>(
      {"tuple", "list", "dictionary", "array", "object", "literal_value", "initializer_list",
       "tuple_expression", "array_expression", "token_tree", "array_initializer"});
  std::string_view type = element.type();
  if (type == "literal_element" && element.child_count() > 0) type = element.child(0).type();
  return std::find(k_types.begin(), k_types.end(), type) != k_types.end();
}

/// pytest.param(1, 2), Arguments.of(1, 2)
bool is_case_call(std::string_view code) {
  return code.starts_with("pytest.param(") || code.starts_with("param(") ||
         code.starts_with("Arguments.of(") || code.starts_with("arguments(") ||
         code.starts_with("Arguments.arguments(");
}

bool is_skip_call(std::string_view callee) {
  constexpr std::array k_calls = std::to_array<std::string_view>({"pytest.skip",
                                                                  "self.skipTest",
                                                                  "pytest.xfail",
                                                                  "this.skip",
                                                                  "t.skip",
                                                                  "ctx.skip",
                                                                  "pending",
                                                                  "t.Skip",
                                                                  "t.Skipf",
                                                                  "t.SkipNow",
                                                                  "assumeTrue",
                                                                  "assumeFalse",
                                                                  "assumeThat",
                                                                  "Assumptions.assumeTrue",
                                                                  "Assumptions.assumeFalse",
                                                                  "Assume.assumeTrue",
                                                                  "Assume.assumeFalse",
                                                                  "GTEST_SKIP",
                                                                  "SKIP",
                                                                  "t.todo",
                                                                  "test.skip",
                                                                  "unittest.SkipTest",
                                                                  "context.skip",
                                                                  "Assumptions.abort",
                                                                  "TEST_IGNORE",
                                                                  "TEST_IGNORE_MESSAGE"});
  return std::find(k_calls.begin(), k_calls.end(), callee) != k_calls.end();
}

}  // namespace

std::string SuiteReader::callee_of(Node call) const {
  Node function = call.field("function");
  if (!function) function = call.field("macro");
  if (function) return text(function).size() > k_callee_max ? std::string() : flat(function);
  const Node object = call.field("object");
  if (text(object).size() > k_callee_max) return {};
  const std::string name = flat(call.field("name"));
  return object ? flat(object) + "." + name : name;
}

std::vector<Tokens> SuiteReader::arguments_of(Node call) const {
  std::vector<Tokens> out;
  if (call.type() == "macro_invocation") {
    for (const Node child : call.named_children())
      if (child.type() == "token_tree") {
        const Tokens all = tokens(child);
        if (all.size() >= 2) out = split(slice(all, 1, all.size() - 1), ",");
      }
    return out;
  }
  for (const Node argument : call.field("arguments").named_children()) {
    if (argument.extra()) continue;
    out.push_back(tokens(argument));
    if (out.size() > 50) break;
  }
  return out;
}

void SuiteReader::add(std::vector<Assertion> found, Node node, const Context& context) {
  for (Assertion& one : found) {
    if (++assertions_ > k_assertions_max) {
      suite_.complete = false;
      return;
    }
    one.line = node.line();
    one.shown = shown(text(node).substr(0, 1000), 100);
    one.guards.insert(one.guards.end(), context.guards.begin(), context.guards.end());
    one.dead = context.dead;
    one.swallowed = context.swallowed;
    at(context).assertions.push_back(std::move(one));
  }
}

void SuiteReader::skip_by_call(std::string_view callee, Node node, const Context& context) {
  Context copy = context;
  Tokens words = tokens(node);
  std::erase_if(words, [](const Token& word) { return word.kind == TokenKind::string; });
  std::string code = joined(words);
  bool conditional = !context.guards.empty() || callee.find("ssume") != std::string_view::npos;
  for (const std::string& guard : context.guards) code = guard + ": " + code;
  set_skip(copy, {code, node.line(), false, conditional});
}

bool SuiteReader::asserts(Node node, const Context& context) {
  const std::string_view type = node.type();
  if (!context.in_tests && context.index == 0) return false;
  if (type == "assert_statement") {
    const auto parts = node.named_children();
    if (!parts.empty()) add(read_condition(tokens(parts[0]), false, language_), node, context);
    return true;
  }
  if (type == "static_assert_declaration") {
    add(read_condition(tokens(node.field("condition")), false, language_), node, context);
    return true;
  }
  const bool call = is_call(type);
  if (!call && type != "member_expression") return false;
  const std::string_view code = text(node);
  const bool should =
      is_js() && code.size() < 2000 && code.find(".should.") != std::string_view::npos;
  if (begins_chain(code) || should) {
    auto found = read_chain(tokens(node), language_);
    const bool waits = code.find(".resolves") != std::string_view::npos ||
                       code.find(".rejects") != std::string_view::npos;
    if (waits && is_js()) {
      // A promise that nobody waits for cannot fail the test.
      const std::string_view parent = node.parent().type();
      if (parent == "expression_statement")
        for (Assertion& one : found) one.guards.emplace_back("without await");
    }
    if (!found.empty()) {
      add(std::move(found), node, context);
      return true;
    }
  }
  if (!call) return false;
  const std::string callee = callee_of(node);
  if (callee.empty()) return false;
  if (is_skip_call(callee) && context.index != 0) skip_by_call(callee, node, context);
  auto found = read_call(callee, arguments_of(node), language_);
  if (!found.empty()) {
    add(std::move(found), node, context);
    return true;
  }
  const std::size_t dot = callee.rfind('.');
  const std::string owner = dot == std::string::npos ? "" : callee.substr(0, dot);
  if (owner.empty() || owner == "self" || owner == "this" || owner == "cls") {
    Assertion helper;
    helper.form = Form::custom;
    helper.subject = {
        {dot == std::string::npos ? callee : callee.substr(dot + 1), TokenKind::word}};
    for (const Tokens& argument : arguments_of(node)) {
      if (!helper.expected.empty()) helper.expected.push_back({",", TokenKind::sign});
      helper.expected.insert(helper.expected.end(), argument.begin(), argument.end());
    }
    if (helper.expected.size() < 500 && at(context).calls.size() < 1000) {
      helper.line = node.line();
      helper.shown = shown(code.substr(0, 1000), 100);
      helper.guards = context.guards;
      helper.dead = context.dead;
      helper.swallowed = context.swallowed;
      at(context).calls.push_back(std::move(helper));
    }
  }
  return false;
}

void SuiteReader::collect_constant(Node node, const Context& context) {
  const std::string_view type = node.type();
  Node left, right;
  if (type == "assignment" || type == "assignment_expression" || type == "short_var_declaration") {
    left = node.field("left");
    right = node.field("right");
  } else if (type == "variable_declarator" || type == "const_spec" || type == "var_spec" ||
             type == "const_item" || type == "static_item" || type == "field_definition" ||
             type == "public_field_definition") {
    left = node.field("name");
    right = node.field("value");
  } else if (type == "let_declaration") {
    left = node.field("pattern");
    right = node.field("value");
  } else if (type == "init_declarator") {
    left = node.field("declarator");
    right = node.field("value");
  }
  if (!left || !right || text(right).size() > k_constant_max || text(left).size() > 100) return;
  const std::string value = flat(right);
  const std::string name = flat(left);
  if (value == "[]" || value == "()" || value == "{}" || value == "list()" || value == "vec![]") {
    const std::string& body = at(context).skeleton;
    const bool filled = body.find(name + ".") != std::string::npos ||
                        body.find(name + "[") != std::string::npos ||
                        body.find(name + "+=") != std::string::npos ||
                        body.find("append(" + name) != std::string::npos;
    if (!filled && context.in_function) empties_.insert(name);
  }
  Tokens words = tokens(right);
  if (literals_of(words).empty()) return;
  auto& constants = at(context).constants;
  if (constants.size() > 2000) return;
  std::string key = context.in_function ? name : context.prefix + name;
  for (int again = 2; constants.contains(key) && again < 50; ++again)
    key = name + "#" + std::to_string(again);
  constants.emplace(std::move(key), std::move(words));
}

bool SuiteReader::collect_rows(Node node, const Context& context) {
  const std::string_view type = node.type();
  if (context.in_row || !is_list(type)) return false;
  if (type == "token_tree" && !text(node).starts_with("[")) return false;
  bool found = false;
  for (const Node element : node.named_children()) {
    if (element.extra()) continue;
    const std::string_view code = text(element);
    if (code.size() > 4000 || at(context).rows.size() > 5000) continue;
    const bool call = is_case_call(code);
    if (type == "argument_list" && !call) continue;
    const bool scalar = context.scalar_rows && type != "tuple";
    if (!call && !is_composite(element) && !scalar) continue;
    const Tokens words = tokens(element);
    if (literals_of(words).empty()) continue;
    found = true;
    // A case that is skipped is not there.
    const bool skipped = std::any_of(words.begin(), words.end(), [](const Token& word) {
      return word.text == "skip" || word.text == "skipif" || word.text == "xfail";
    });
    if (!(call && skipped)) at(context).rows.push_back({words, element.line()});
  }
  return found;
}

void SuiteReader::collect(Node node, const Context& context, bool& rows_found) {
  if (!context.in_tests && context.index == 0) return;
  collect_constant(node, context);
  rows_found = collect_rows(node, context);
}

}  // namespace verify::tamper
