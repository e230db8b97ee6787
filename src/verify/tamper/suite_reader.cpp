// One walk over the tree of a test file. What the nodes are called differs from language to
// language; what they mean does not: a function that the runner collects, a condition that has to
// hold, something around it that keeps it from being reached. So the walk (here) knows control
// flow, suite_tests.cpp knows the runners, and suite_assertions.cpp what is demanded.
#include "tamper/suite_reader.h"

#include <algorithm>
#include <array>

#include "base/paths.h"
#include "base/try.h"
#include "tamper/doctests.h"
#include "tamper/words.h"
#include "verify/roles.h"

namespace verify::tamper {
namespace {

using code::Language;
using code::Node;

constexpr std::size_t k_depth_max = 160;
constexpr std::size_t k_flat_max = 4000;

bool is_comment(Node node) {
  return node.type().find("comment") != std::string_view::npos;
}

bool is_block(std::string_view type) {
  return type == "block" || type == "statement_block" || type == "compound_statement" ||
         type == "module" || type == "program" || type == "source_file" ||
         type == "translation_unit" || type == "class_body" || type == "declaration_list" ||
         type == "statement_list";
}

bool is_if(std::string_view type) {
  return type == "if_statement" || type == "if_expression" || type == "elif_clause";
}

bool is_loop(std::string_view type) {
  return type == "for_statement" || type == "while_statement" || type == "for_in_statement" ||
         type == "for_expression" || type == "while_expression" || type == "for_range_loop" ||
         type == "enhanced_for_statement";
}

bool is_never(std::string_view condition) {
  std::string bare(condition);
  while (bare.size() > 2 && bare.front() == '(' && bare.back() == ')')
    bare = bare.substr(1, bare.size() - 2);
  return bare == "False" || bare == "false" || bare == "0" || bare == "None" || bare == "null" ||
         bare == "notTrue" || bare == "!true" || bare == "1==0" || bare == "1==2" ||
         bare == "\"\"" || bare == "Falseand" || bare.starts_with("Falseand") ||
         bare.starts_with("false&&") || bare == "[]" || bare == "__debug__==False" ||
         bare == "notbool(1)";
}

bool is_always(std::string_view condition) {
  return condition == "True" || condition == "true" || condition == "1" || condition == "(true)" ||
         condition == "(1)" || condition.find("__name__") != std::string_view::npos ||
         condition.find("TYPE_CHECKING") != std::string_view::npos;
}

}  // namespace

SuiteReader::SuiteReader(Language language, std::string_view path, std::string_view text)
    : language_(language), path_(path), text_(text) {}

bool SuiteReader::is_js() const {
  return language_ == Language::javascript || language_ == Language::typescript ||
         language_ == Language::tsx;
}
bool SuiteReader::is_c() const {
  return language_ == Language::c || language_ == Language::cpp;
}

std::string SuiteReader::flat(Node node) const {
  return squeeze(text(node).substr(0, k_flat_max));
}

std::string SuiteReader::condition_text(Node condition) const {
  return shown(joined(without_brackets(tokens(condition))), 300);
}

Suite SuiteReader::read(Node root) {
  TestCase top;
  top.is_top = true;
  top.line = 1;
  top.end_line = root.end_line();
  suite_.cases.push_back(std::move(top));
  Context context;
  context.skip = file_skip(root);
  context.in_tests = language_ != Language::rust || role_of(path_) == Role::test;
  walk(root, context);
  if (language_ != Language::rust || context.in_tests) return std::move(suite_);
  // The code under test is no business of the tests' comparison.
  suite_.cases[0] = TestCase{.is_top = true, .line = 1};
  return std::move(suite_);
}

void SuiteReader::walk(Node node, const Context& context) {
  if (!node || suite_.cases.size() > k_cases_max || depth_ > k_depth_max) {
    if (node) suite_.complete = false;
    return;
  }
  if (node.type().find("comment") != std::string_view::npos) return;
  ++depth_;
  bool rows = false;
  if (!declares(node, context) && !asserts(node, context) && !controls(node, context)) {
    collect(node, context, rows);
    if (rows) {
      Context inside = context;
      inside.in_row = true;
      walk_children(node, inside);
    } else {
      walk_children(node, context);
    }
  }
  --depth_;
}

void SuiteReader::walk_children(Node node, const Context& context) {
  if (is_block(node.type())) return walk_block(node, context);
  if (node.child_count() == 0) return;
  if (is_c() && (node.type() == "preproc_if" || node.type() == "preproc_ifdef"))
    return walk_block(node, context);
  for (const Node child : node.named_children()) walk(child, context);
}

void SuiteReader::walk_block(Node node, const Context& context) {
  Context here = context;
  const auto children = node.named_children();
  for (std::size_t i = 0; i < children.size(); ++i) {
    const Node child = children[i];
    if (child.type() == "attribute_item") {
      attributes_.push_back(child);
      continue;
    }
    if (is_c() && child.type() == "expression_statement" && i + 1 < children.size() &&
        children[i + 1].type() == "compound_statement" && !context.in_function) {
      c_test_statement(child, children[i + 1], here);
      ++i;
      continue;
    }
    walk(child, here);
    attributes_.clear();
    if (ends_block(child)) {
      here.dead = true;
    } else if (std::string exit = early_exit(child); !exit.empty()) {
      here.guards.push_back(std::move(exit));
    }
  }
  attributes_.clear();
}

bool SuiteReader::controls(Node node, const Context& context) {
  const std::string_view type = node.type();
  if (is_if(type)) {
    walk_if(node, context);
    return true;
  }
  if (type == "try_statement" || type == "try_with_resources_statement") {
    walk_try(node, context);
    return true;
  }
  if (is_loop(type)) {
    walk_loop(node, context);
    return true;
  }
  if (type == "with_statement") {
    const std::string head = flat(node).substr(0, 400);
    if (head.find("suppress(") == std::string::npos) return false;
    Context inside = context;
    inside.swallowed = true;
    walk_children(node, inside);
    return true;
  }
  if (type == "preproc_if" || type == "preproc_ifdef") {
    Context inside = context;
    const std::string condition = flat(node.field(type == "preproc_if" ? "condition" : "name"));
    const bool never = is_never(condition);
    // An include guard is around everything and no condition.
    if (condition.ends_with("_H") || condition.ends_with("_HPP") || condition.ends_with("_H_"))
      return false;
    if (inside.skip.text.empty()) inside.skip = {"#if " + condition, node.line(), true, !never};
    inside.dead = inside.dead || never;
    walk_children(node, inside);
    return true;
  }
  return false;
}

/// What follows in the block is reached only if none of these is hit.
bool SuiteReader::ends_block(Node statement) const {
  const std::string_view type = statement.type();
  if (type == "return_statement" || type == "raise_statement" || type == "throw_statement" ||
      type == "break_statement" || type == "continue_statement" || type == "return_expression")
    return true;
  if (type != "expression_statement") return false;
  if (statement.child(0).type() == "return_expression") return true;
  const std::string code = flat(statement);
  constexpr std::array k_ends = std::to_array<std::string_view>(
      {"return;",       "return(",      "sys.exit(",      "os._exit(",  "exit(",
       "process.exit(", "pytest.skip(", "self.skipTest(", "t.Skip(",    "t.SkipNow(",
       "t.Skipf(",      "GTEST_SKIP(",  "this.skip(",     "std::exit(", "std::process::exit(",
       "os.Exit(",      "System.exit(", "pytest.xfail(",  "_exit(",     "runtime.Goexit("});
  return std::any_of(k_ends.begin(), k_ends.end(),
                     [&](std::string_view end) { return code.starts_with(end); });
}

/// The condition on which a block is left at this statement without having failed; "" if it is not.
std::string SuiteReader::early_exit(Node statement) const {
  Node node = statement;
  if (node.type() == "expression_statement" && node.child_count() > 0) node = node.child(0);
  if (!is_if(node.type())) return {};
  const Node consequence = node.field("consequence");
  if (fails(consequence)) return {};
  Node last = consequence;
  if (is_block(consequence.type())) {
    auto inside = consequence.named_children();
    std::erase_if(inside, is_comment);
    if (inside.empty()) return {};
    last = inside.back();
    if (last.type() == "statement_list") {
      auto list = last.named_children();
      std::erase_if(list, is_comment);
      if (!list.empty()) last = list.back();
    }
  }
  if (!ends_block(last)) return {};
  return "unless " + condition_text(node.field("condition"));
}

/// True if the consequence of an `if` is that the test fails.
bool SuiteReader::fails(Node consequence) const {
  // Without comments, which may say "fail" as well.
  const std::string code = squeeze(joined(tokens(consequence))).substr(0, k_flat_max);
  const auto has = [&](auto... signs) { return ((code.find(signs) != std::string::npos) || ...); };
  switch (language_) {
    case Language::go:
      return has(".Error(", ".Errorf(", ".Fatal(", ".Fatalf(", ".Fail(", ".FailNow(", "panic(");
    case Language::python:
      return has("raiseAssertionError", "pytest.fail(", "self.fail(", "sys.exit(1)", "raise");
    case Language::rust:
      return has("panic!(", "unreachable!(", "Err(");
    case Language::java:
      return has("fail(", "thrownew");
    case Language::c:
    case Language::cpp:
      return has("return1", "return-1", "exit(1)", "abort(", "fail", "FAIL", "EXIT_FAILURE",
                 "throw", "returnfalse", "++errors", "errors++", "errors+=");
    default:
      return has("thrownew", "throw", "fail(", "process.exit(1)", "exitCode=1");
  }
}

void SuiteReader::walk_if(Node node, const Context& context) {
  const Node condition = node.field("condition");
  Node consequence = node.field("consequence");
  if (!consequence)
    for (const Node child : node.named_children())
      if (is_block(child.type())) consequence = child;
  const std::string test = flat(condition);
  const bool never = is_never(test), always = is_always(test);
  if (!never && !always && fails(consequence)) {
    Tokens words = tokens(condition);
    const Node initializer = node.field("initializer");
    const Tokens first = tokens(initializer);
    // if got := f(x); got != 3: it is f(x) that is tested.
    if (first.size() > 2 && (first[1].text == ":=" || first[1].text == "=")) {
      Tokens inlined;
      for (const Token& word : words) {
        if (word.text == first[0].text)
          inlined.insert(inlined.end(), first.begin() + 2, first.end());
        else
          inlined.push_back(word);
      }
      words = std::move(inlined);
    }
    if (context.in_function || context.index == 0)
      add(read_condition(words, true, language_), condition, context);
  } else {
    Context inside = context;
    inside.dead = inside.dead || never;
    if (!never && !always) inside.guards.push_back("if " + condition_text(condition));
    if (!context.in_function && !always) {
      inside.collected = inside.collected && !never;
      if (inside.skip.text.empty()) inside.skip = {"if " + test, node.line(), true, true};
    }
    walk(condition, context);
    walk(consequence, inside);
  }
  const bool failed = fails(consequence);
  for (const Node child : node.named_children()) {
    if (child == condition || child == consequence || child == node.field("initializer")) continue;
    Context otherwise = context;
    if (!failed && !never && !always)
      otherwise.guards.push_back("else " + condition_text(condition));
    walk(child, otherwise);
  }
}

void SuiteReader::walk_try(Node node, const Context& context) {
  bool swallows = false;
  for (const Node child : node.named_children()) {
    const std::string_view type = child.type();
    if (type != "except_clause" && type != "catch_clause" && type != "except_group_clause")
      continue;
    const std::string code = flat(child);
    const bool again =
        code.find("raise") != std::string::npos || code.find("throw") != std::string::npos ||
        code.find("fail(") != std::string::npos || code.find("FAIL") != std::string::npos ||
        code.find("assert") != std::string::npos || code.find("expect(") != std::string::npos ||
        code.find("done(") != std::string::npos || code.find("reject(") != std::string::npos;
    const std::string head = code.substr(0, code.find_first_of(":{"));
    bool catches = is_js();
    if (language_ == Language::python)
      catches = head == "except" || head.find("AssertionError") != std::string::npos ||
                head.find("Exception") != std::string::npos;
    if (language_ == Language::java)
      catches =
          head.find("Throwable") != std::string::npos || head.find("Error") != std::string::npos;
    if (is_c())
      catches =
          head.find("...") != std::string::npos || head.find("exception") != std::string::npos;
    swallows = swallows || (catches && !again);
  }
  for (const Node child : node.named_children()) {
    Context inside = context;
    const std::string_view type = child.type();
    if (type == "except_clause" || type == "catch_clause") {
      inside.guards.emplace_back("on an exception");
    } else if (type != "finally_clause") {
      inside.swallowed = inside.swallowed || swallows;
    }
    walk(child, inside);
  }
}

bool SuiteReader::is_empty_iterable(std::string_view what, const Context& context) const {
  constexpr std::array k_empty = std::to_array<std::string_view>(
      {"[]", "()", "{}", "range(0)", "list()", "tuple()", "set()", "dict()", "vec![]", "0..0",
       "List.of()", "newint[0]", "newArray()", "iter([])", "[][:]"});
  (void)context;
  return std::find(k_empty.begin(), k_empty.end(), what) != k_empty.end() ||
         empties_.contains(std::string(what)) || what.ends_with("[:0]") ||
         what.ends_with("[0:0]") || what.ends_with(".slice(0,0)");
}

void SuiteReader::walk_loop(Node node, const Context& context) {
  Node over = node.field("right");
  if (!over) over = node.field("value");
  if (!over && language_ == Language::go)
    for (const Node child : node.named_children())
      if (child.type() == "range_clause") over = child.field("right");
  const Node condition = node.field("condition");
  const Node body = node.field("body");
  Context inside = context;
  if (over && is_empty_iterable(flat(over), context)) inside.dead = true;
  if (node.type().starts_with("while") && is_never(flat(condition))) inside.dead = true;
  Context head = context;
  head.scalar_rows = true;
  if (over) walk(over, head);
  for (const Node child : node.named_children())
    if (!(child == over) && !(child == body)) walk(child, context);
  walk(body, inside);
}

base::Result<Suite> read_suite(std::string_view path, std::string_view text) {
  const auto language = code::language_of(path, text);
  if (!language) return base::fail(base::Code::unsupported, "no language that is parsed");
  if (*language == Language::python && role_of(path, text) == Role::code &&
      has_inline_tests(path, text))
    return read_doctests(text);
  TRY(const auto tree, code::Tree::parse(*language, text));
  return SuiteReader(*language, path, text).read(tree.root());
}

bool is_collected_by_name(std::string_view path) {
  const std::string file = lower(base::file_name(path));
  const auto language = code::language_of(path);
  if (!language) return role_of(path) == Role::test;
  switch (*language) {
    case Language::python:
      return file.starts_with("test") || file.ends_with("_test.py") || file == "tests.py";
    case Language::go:
      return file.ends_with("_test.go");
    case Language::javascript:
    case Language::typescript:
    case Language::tsx:
      return file.find("test") != std::string::npos || file.find("spec") != std::string::npos ||
             path.find("__tests__/") != std::string_view::npos || path.starts_with("test/") ||
             path.starts_with("tests/");
    case Language::java:
      return file.find("test") != std::string::npos || file.ends_with("it.java") ||
             file.find("spec") != std::string::npos;
    default:
      return true;
  }
}

}  // namespace verify::tamper
