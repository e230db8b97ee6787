// What the runners take for a test, and what keeps them from running it.
#include <algorithm>
#include <array>

#include "tamper/suite_reader.h"
#include "tamper/words.h"

namespace verify::tamper {
namespace {

using code::Language;
using code::Node;

/// `a.b.c(...)` -> {a, b, c}
std::vector<std::string_view> parts_of(std::string_view callee) {
  std::vector<std::string_view> out;
  std::size_t begin = 0;
  const std::size_t end = std::min(callee.find('('), callee.size());
  while (begin <= end && out.size() < 8) {
    const std::size_t dot = std::min(callee.find('.', begin), end);
    out.push_back(callee.substr(begin, dot - begin));
    begin = dot + 1;
  }
  return out;
}

template <class Table>
bool is_in(std::string_view word, const Table& table) {
  return std::find(table.begin(), table.end(), word) != table.end();
}

constexpr std::array k_js_tests = std::to_array<std::string_view>(
    {"it", "test", "specify", "fit", "ftest", "xit", "xtest", "xspecify", "bench"});
constexpr std::array k_js_groups = std::to_array<std::string_view>(
    {"describe", "context", "suite", "fdescribe", "xdescribe", "xcontext", "fcontext"});
constexpr std::array k_js_runners =
    std::to_array<std::string_view>({"QUnit", "Deno", "tap", "t", "ava", "tape"});
constexpr std::array k_js_skips = std::to_array<std::string_view>(
    {"skip", "todo", "fails", "failing", "fixme", "skipIf", "runIf", "fail"});

constexpr std::array k_c_tests = std::to_array<std::string_view>(
    {"TEST", "TEST_F", "TEST_P", "TYPED_TEST", "TYPED_TEST_P", "TEST_CASE", "SCENARIO",
     "TEST_CASE_METHOD", "TEMPLATE_TEST_CASE", "BOOST_AUTO_TEST_CASE", "BOOST_FIXTURE_TEST_CASE",
     "TEST_CASE_FIXTURE", "START_TEST", "FACT", "THEORY", "BOOST_DATA_TEST_CASE", "SCENARIO_METHOD",
     "TEST_CASE_TEMPLATE", "PROPERTY"});

bool is_function_value(std::string_view type) {
  return type == "arrow_function" || type == "function_expression" || type == "function" ||
         type == "generator_function";
}

std::size_t count_mocks(const std::string& skeleton) {
  constexpr std::array k_signs = std::to_array<std::string_view>(
      {"mock.patch", "monkeypatch.setattr", "monkeypatch.setitem", "patch(", "patch.object",
       "jest.mock", "jest.spyOn", "vi.mock", "vi.spyOn", "sinon.stub", "mockStatic", "when(",
       "mocker.patch", "mockImplementation", "mockReturnValue", "td.replace", "mock.method"});
  std::size_t n = 0;
  for (const std::string_view sign : k_signs) n += count_word(skeleton, sign);
  return n;
}

}  // namespace

SuiteReader::Context SuiteReader::open(std::string name, Node whole, Node body, bool is_test,
                                       const Context& context) {
  TestCase made;
  made.full_name = context.prefix + name;
  made.name = std::move(name);
  made.is_test = is_test;
  made.line = whole.line();
  made.end_line = whole.end_line();
  const Tokens words = tokens(body);
  made.skeleton = skeleton_of(words);
  made.literals = literals_of(words);
  made.mocks = count_mocks(made.skeleton);
  suite_.cases.push_back(std::move(made));
  Context inside = context;
  inside.index = suite_.cases.size() - 1;
  inside.in_function = true;
  inside.guards.clear();
  inside.dead = inside.swallowed = false;
  empties_.clear();
  set_skip(inside, context.skip);
  return inside;
}

void SuiteReader::set_skip(Context& context, Skip skip) {
  TestCase& found = at(context);
  if (skip.text.empty() || (!found.skip.empty() && !found.skip_has_condition)) return;
  found.skip = skip.text;
  found.skip_line = skip.line;
  found.skip_is_shared = skip.shared;
  found.skip_has_condition = skip.conditional;
}

bool SuiteReader::declares(Node node, const Context& context) {
  switch (language_) {
    case Language::python:
      return declares_python(node, context);
    case Language::javascript:
    case Language::typescript:
    case Language::tsx:
      return declares_js(node, context);
    case Language::go:
      return declares_go(node, context);
    case Language::rust:
      return declares_rust(node, context);
    case Language::java:
      return declares_java(node, context);
    case Language::c:
    case Language::cpp:
      return declares_c(node, context);
  }
  return false;
}

/// pytestmark = pytest.mark.skip, a skip at import, //go:build ignore, #![cfg(...)].
SuiteReader::Skip SuiteReader::file_skip(Node root) const {
  if (language_ == Language::go) {
    const std::size_t at = text_.find("//go:build ");
    const std::size_t package = text_.find("\npackage ");
    if (at == std::string_view::npos || (at > package && package != std::string_view::npos))
      return {};
    const std::string line(trim(text_.substr(at, text_.find('\n', at) - at)));
    return {line, 1, true, line.find("ignore") == std::string::npos};
  }
  for (const Node child : root.named_children()) {
    if (child.type() != "expression_statement" && child.type() != "inner_attribute_item" &&
        child.type() != "raise_statement")
      continue;
    const std::string code = flat(child);
    const bool mark = code.starts_with("pytestmark=");
    const bool skips =
        mark ? code.find("skip") != std::string::npos || code.find("xfail") != std::string::npos
             : code.starts_with("pytest.skip(") || code.starts_with("raiseunittest.SkipTest") ||
                   code.starts_with("raiseSkipTest") || code == "__test__=False" ||
                   code.starts_with("#![cfg(");
    if (!skips) continue;
    const bool conditional =
        code.find("skipif") != std::string::npos || code.starts_with("#![cfg(");
    return {skeleton_of(tokens(child)), child.line(), true, conditional};
  }
  return {};
}

SuiteReader::Skip SuiteReader::skip_of_decorator(Node decorator) const {
  Tokens words = tokens(decorator);
  // The reason is prose.
  std::erase_if(words, [](const Token& word) { return word.kind == TokenKind::string; });
  const std::string code = joined(words);
  for (const std::string_view sign : {"skip",
                                      "skipif",
                                      "skipIf",
                                      "skipUnless",
                                      "xfail",
                                      "expectedFailure",
                                      "Disabled",
                                      "Ignore",
                                      "ignore",
                                      "DisabledIf",
                                      "EnabledIf",
                                      "DisabledOnOs",
                                      "EnabledOnOs",
                                      "EnabledIfEnvironmentVariable",
                                      "DisabledIfEnvironmentVariable",
                                      "EnabledIfSystemProperty",
                                      "DisabledOnJre",
                                      "EnabledOnJre",
                                      "should_panic",
                                      "cfg",
                                      "cfg_attr"}) {
    if (!has_word(code, sign)) continue;
    if (sign == "cfg" && code.find("cfg(test)") != std::string::npos) return {};
    if (sign == "cfg_attr" && code.find("ignore") == std::string::npos) return {};
    const bool always =
        code.find("(True") != std::string::npos || code.find("(any())") != std::string::npos;
    const bool asks = sign != "skip" && sign != "Disabled" && sign != "Ignore" &&
                      sign != "ignore" && sign != "expectedFailure" && sign != "xfail" &&
                      sign != "should_panic";
    if (sign == "should_panic") return {"#[should_panic]", decorator.line(), false, false};
    return {code, decorator.line(), false, asks && !always};
  }
  if (language_ == Language::java && code.find("enabled=false") != std::string::npos)
    return {code, decorator.line(), false, false};
  return {};
}

bool SuiteReader::declares_python(Node node, const Context& context) {
  Node definition = node;
  std::vector<Node> decorators;
  if (node.type() == "decorated_definition") {
    definition = node.field("definition");
    for (const Node child : node.named_children())
      if (child.type() == "decorator") decorators.push_back(child);
  }
  const bool is_class = definition.type() == "class_definition";
  if ((!is_class && definition.type() != "function_definition") || context.in_function)
    return false;
  const std::string name(text(definition.field("name")));
  const Node body = definition.field("body");
  Skip skip = context.skip;
  for (const Node decorator : decorators)
    if (Skip own = skip_of_decorator(decorator);
        !own.text.empty() && (skip.text.empty() || (skip.conditional && !own.conditional)))
      skip = own;
  if (is_class) {
    Context inside = context;
    const std::string bases = flat(definition.field("superclasses"));
    inside.test_class = bases.find("Test") != std::string::npos;
    inside.collected = context.collected && (name.starts_with("Test") || inside.test_class);
    for (const Node statement : body.named_children()) {
      const std::string code = flat(statement);
      if (code.starts_with("pytestmark=") && code.find("skip") != std::string::npos &&
          skip.text.empty())
        skip = {skeleton_of(tokens(statement)), statement.line(), true,
                code.find("skipif") != std::string::npos};
      if (code == "__test__=False") inside.collected = false;
    }
    inside.skip = skip;
    inside.skip.shared = true;
    inside.prefix += name + ".";
    walk(body, inside);
    return true;
  }
  const bool is_test = name.starts_with("test") && context.collected &&
                       (!context.dead || !context.skip.text.empty());
  Context inside = open(name, node, body, is_test, context);
  set_skip(inside, skip);
  Context head = inside;
  head.scalar_rows = true;
  for (const Node decorator : decorators) walk(decorator, head);
  walk(body, inside);
  return true;
}

bool SuiteReader::declares_js(Node node, const Context& context) {
  const std::string_view type = node.type();
  if (!context.in_function &&
      (type == "function_declaration" || type == "generator_function_declaration")) {
    walk(node.field("body"),
         open(std::string(text(node.field("name"))), node, node.field("body"), false, context));
    return true;
  }
  if (!context.in_function && type == "variable_declarator" &&
      is_function_value(node.field("value").type())) {
    const Node body = node.field("value").field("body");
    walk(body, open(std::string(text(node.field("name"))), node, body, false, context));
    return true;
  }
  if (type != "call_expression" || context.in_function) return false;
  Node callee = node.field("function");
  Node each;  // it.each([...])('name', ...)
  if (callee.type() == "call_expression") {
    each = callee.field("arguments");
    callee = callee.field("function");
  }
  if (text(callee).size() > 60) return false;
  const std::string called = flat(callee);
  auto parts = parts_of(called);
  if (parts.size() > 1 && is_in(parts[0], k_js_runners)) parts.erase(parts.begin());
  if (parts.empty()) return false;
  bool group = is_in(parts[0], k_js_groups);
  const bool test = is_in(parts[0], k_js_tests);
  if (!group && !test) return false;
  if (parts.size() > 1 && is_in(parts[1], k_js_groups)) group = true;  // test.describe
  const auto arguments = node.field("arguments").named_children();
  if (arguments.empty()) return false;
  Skip skip;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const bool x = i == 0 && parts[0].starts_with("x");
    if (x || (i > 0 && is_in(parts[i], k_js_skips)))
      skip = {called, node.line(), group, parts[i] == "skipIf" || parts[i] == "runIf"};
    const bool only = (i == 0 && parts[0].starts_with("f")) || (i > 0 && parts[i] == "only");
    if (only && suite_.only_line == 0) suite_.only_line = node.line();
  }
  Node function;
  for (const Node argument : arguments) {
    if (is_function_value(argument.type())) function = argument;
    const std::string code = argument.type() == "object" ? flat(argument) : std::string();
    for (const std::string_view sign : {"skip:true", "todo:true", "skip:\"", "skip:'"})
      if (code.find(sign) != std::string::npos) skip = {code, argument.line(), group, false};
    if (code.find("only:true") != std::string::npos && suite_.only_line == 0)
      suite_.only_line = argument.line();
  }
  const Tokens title = tokens(arguments[0]);
  const std::string name = is_function_value(arguments[0].type()) ? std::string() : joined(title);
  const Node body = function.field("body");
  if (group) {
    Context inside = context;
    inside.prefix += name + " > ";
    if (!skip.text.empty()) inside.skip = skip;
    if (each) walk(each, inside);
    walk(body, inside);
    return true;
  }
  if (!function && skip.text.empty()) {
    // it('does x'), or it('does x', helper(...))
    if (arguments.size() == 1) skip = {called, node.line(), false, false};
  }
  Context inside = open(name, node, function ? body : node, !context.dead, context);
  set_skip(inside, skip);
  if (arguments.back().type() == "number")
    if (const auto limit = numbers(text(arguments.back())); !limit.empty())
      at(inside).timeout = limit[0];
  Context head = inside;
  head.scalar_rows = true;
  if (each) walk(each, head);
  if (function) {
    // () => expect(x).toBe(3)
    walk(body, inside);
  } else {
    for (std::size_t i = 1; i < arguments.size(); ++i) walk(arguments[i], inside);
  }
  return true;
}

bool SuiteReader::declares_go(Node node, const Context& context) {
  if (node.type() != "function_declaration" && node.type() != "method_declaration") return false;
  const std::string name(text(node.field("name")));
  const std::string parameters = flat(node.field("parameters"));
  const bool named =
      name.starts_with("Test") && (name.size() == 4 || name[4] < 'a' || name[4] > 'z');
  const bool fuzz = name.starts_with("Fuzz") && parameters.find("testing.F") != std::string::npos;
  const bool example = name.starts_with("Example");
  const bool is_test =
      fuzz || example ||
      (named && name != "TestMain" &&
       (parameters.find("testing.T") != std::string::npos || node.type() == "method_declaration"));
  walk(node.field("body"), open(name, node, node.field("body"), is_test, context));
  return true;
}

bool SuiteReader::declares_rust(Node node, const Context& context) {
  const std::string_view type = node.type();
  if (type == "mod_item") {
    Context inside = context;
    inside.prefix += std::string(text(node.field("name"))) + "::";
    for (const Node attribute : attributes_) {
      if (flat(attribute).find("cfg(test)") != std::string::npos) inside.in_tests = true;
      if (Skip skip = skip_of_decorator(attribute); !skip.text.empty()) {
        inside.skip = skip;
        inside.skip.shared = true;
      }
    }
    attributes_.clear();
    walk(node.field("body"), inside);
    return true;
  }
  if (type != "function_item" || context.in_function) return false;
  const std::vector<Node> attributes = std::move(attributes_);
  attributes_.clear();
  bool is_test = false;
  for (const Node attribute : attributes) {
    const std::string code = flat(attribute);
    const std::string name = code.substr(0, code.find_first_of("(]="));
    is_test = is_test || name == "#[test" || name.ends_with("::test") || name == "#[rstest" ||
              name == "#[test_case" || name == "#[quickcheck" || name == "#[wasm_bindgen_test";
  }
  if (!is_test && !context.in_tests) return true;  // the code under test
  const Node body = node.field("body");
  Context inside = open(std::string(text(node.field("name"))), node, body, is_test, context);
  for (const Node attribute : attributes) {
    if (Skip skip = skip_of_decorator(attribute); !skip.text.empty()) set_skip(inside, skip);
    const std::string code = flat(attribute);
    if (code.starts_with("#[should_panic")) {
      Assertion panics;
      panics.form = Form::raises;
      panics.extra = code;
      add({panics}, attribute, inside);
    }
    if (code.starts_with("#[case") || code.starts_with("#[test_case("))
      at(inside).rows.push_back({tokens(attribute), attribute.line()});
  }
  walk(body, inside);
  return true;
}

bool SuiteReader::declares_java(Node node, const Context& context) {
  const std::string_view type = node.type();
  const bool is_class = type == "class_declaration" || type == "record_declaration" ||
                        type == "interface_declaration";
  if (!is_class && type != "method_declaration") return false;
  const std::string name(text(node.field("name")));
  std::vector<Node> annotations;
  for (const Node child : node.named_children())
    if (child.type() == "modifiers") annotations = child.named_children();
  Skip skip;
  bool is_test = false;
  for (const Node annotation : annotations) {
    if (Skip own = skip_of_decorator(annotation); !own.text.empty()) skip = own;
    const std::string what(text(annotation.field("name")));
    is_test = is_test || what == "Test" || what == "ParameterizedTest" || what == "RepeatedTest" ||
              what == "TestFactory" || what == "TestTemplate" || what == "Property" ||
              what.ends_with(".Test");
  }
  if (is_class) {
    Context inside = context;
    inside.prefix += name + ".";
    inside.in_function = false;
    inside.test_class = flat(node.field("superclass")).find("TestCase") != std::string::npos;
    if (!skip.text.empty()) {
      inside.skip = skip;
      inside.skip.shared = true;
    }
    walk(node.field("body"), inside);
    return true;
  }
  if (context.in_function) return false;
  is_test = is_test || (context.test_class && name.starts_with("test"));
  const Node body = node.field("body");
  Context inside = open(name, node, body, is_test, context);
  set_skip(inside, skip);
  Context head = inside;
  head.scalar_rows = true;
  for (const Node annotation : annotations) {
    const std::string code = flat(annotation);
    const std::size_t expected = code.find("expected=");
    if (expected != std::string::npos) {
      Assertion throws;
      throws.form = Form::raises;
      throws.expected = {
          {code.substr(expected + 9, code.find_first_of(",)", expected) - expected - 9),
           TokenKind::word}};
      add({throws}, annotation, inside);
    }
    walk(annotation, head);
  }
  walk(body, inside);
  return true;
}

/// googletest's DISABLED_ is part of the name, Catch2's [.] of the tags.
static std::string c_skip(const std::string& name, std::string_view whole) {
  if (name.find("DISABLED_") != std::string::npos) return "DISABLED_";
  for (const std::string_view tag : {"[.]", "[!mayfail]", "[!shouldfail]", "[!hide]", "[hide]"})
    if (whole.find(tag) != std::string_view::npos) return std::string(tag);
  for (const std::string_view tag : {"doctest::skip", "doctest::may_fail", "doctest::should_fail",
                                     "boost::unit_test::disabled", "disabled()"})
    if (whole.find(tag) != std::string_view::npos) return std::string(tag);
  return {};
}

static std::string c_test_name(std::string_view arguments) {
  std::string name = squeeze(arguments);
  for (std::size_t at = name.find("DISABLED_"); at != std::string::npos;
       at = name.find("DISABLED_"))
    name.erase(at, 9);
  // "name", "[tags]": the tags are no part of it.
  const std::size_t tags = name.find(",\"[");
  if (tags != std::string::npos) name.erase(tags);
  const std::size_t decorator = name.find("\"*");
  if (decorator != std::string::npos) name.erase(decorator + 1);
  return name;
}

void SuiteReader::c_test_statement(Node statement, Node body, const Context& context) {
  Node call = statement.child(0);
  while (call.type() == "binary_expression") call = call.field("left");  // "x" * doctest::skip()
  const std::string macro =
      call.type() == "call_expression" ? flat(call.field("function")) : std::string();
  if (!is_in(macro, k_c_tests)) {
    walk(statement, context);
    walk(body, context);
    return;
  }
  std::string_view arguments = text(call.field("arguments"));
  if (arguments.size() > 2) arguments = arguments.substr(1, arguments.size() - 2);
  Context inside = open(c_test_name(arguments), statement, body, !context.dead, context);
  at(inside).end_line = body.end_line();
  const std::string skip = c_skip({}, arguments);
  set_skip(inside, {skip, statement.line(), false, false});
  walk(body, inside);
}

bool SuiteReader::declares_c(Node node, const Context& context) {
  if (node.type() != "function_definition" || context.in_function) return false;
  Node declarator = node.field("declarator");
  std::size_t steps = 0;
  while (declarator && declarator.type() != "function_declarator" && ++steps < 20)
    declarator = declarator.field("declarator");
  const std::string name = flat(declarator.field("declarator"));
  const Node body = node.field("body");
  if (is_in(name, k_c_tests) || name.ends_with("_TEST") || name.ends_with("_TEST_CASE")) {
    std::string_view arguments = text(declarator.field("parameters"));
    if (arguments.size() > 2) arguments = arguments.substr(1, arguments.size() - 2);
    Context inside = open(c_test_name(arguments), node, body, !context.dead, context);
    const std::string raw = squeeze(arguments);
    set_skip(inside, {c_skip(raw, raw), node.line(), false, false});
    walk(body, inside);
    return true;
  }
  // Without a framework, a test is a function called so, and main calls it.
  const std::string small = lower(name);
  const bool named =
      small.starts_with("test") || small.ends_with("_test") || small.ends_with("test");
  const bool called = named && count_word(text_, name) >= 2;
  walk(body, open(name, node, body, called && !context.dead, context));
  return true;
}

}  // namespace verify::tamper
