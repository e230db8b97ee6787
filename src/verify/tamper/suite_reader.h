#pragma once
// How a Suite is read off a syntax tree. Private to suite*.cpp.

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "code/parse.h"
#include "tamper/suite.h"

namespace verify::tamper {

class SuiteReader {
 public:
  SuiteReader(code::Language language, std::string_view path, std::string_view text);
  Suite read(code::Node root);

 private:
  using Node = code::Node;

  struct Skip {
    std::string text;
    std::size_t line = 0;
    bool shared = false, conditional = false;
  };
  /// Where the walk is. Copied where something changes.
  struct Context {
    std::size_t index = 0;  ///< of the case that gets what is found
    std::string prefix;     ///< "Class."
    Skip skip;
    bool in_function = false;
    bool collected = true;  ///< a test declared here is one for the runner
    bool test_class = false;
    bool in_tests = true;  ///< Rust: not in the code under test
    bool in_row = false;
    bool scalar_rows = false;  ///< the elements of a plain list are cases, too
    std::vector<std::string> guards;
    bool dead = false, swallowed = false;
  };

  // suite_reader.cpp: control flow
  void walk(Node node, const Context& context);
  void walk_children(Node node, const Context& context);
  void walk_block(Node node, const Context& context);
  bool controls(Node node, const Context& context);
  void walk_if(Node node, const Context& context);
  void walk_try(Node node, const Context& context);
  void walk_loop(Node node, const Context& context);
  [[nodiscard]] bool ends_block(Node statement) const;
  [[nodiscard]] std::string early_exit(Node statement) const;
  [[nodiscard]] bool fails(Node consequence) const;
  [[nodiscard]] bool is_empty_iterable(std::string_view text, const Context& context) const;

  // suite_tests.cpp: what is a test
  bool declares(Node node, const Context& context);
  bool declares_python(Node node, const Context& context);
  bool declares_js(Node node, const Context& context);
  bool declares_go(Node node, const Context& context);
  bool declares_rust(Node node, const Context& context);
  bool declares_java(Node node, const Context& context);
  bool declares_c(Node node, const Context& context);
  Context open(std::string name, Node whole, Node body, bool is_test, const Context& context);
  void set_skip(Context& context, Skip skip);
  Skip file_skip(Node root) const;
  [[nodiscard]] Skip skip_of_decorator(Node decorator) const;
  void c_test_statement(Node statement, Node body, const Context& context);

  // suite_assertions.cpp: what is demanded
  bool asserts(Node node, const Context& context);
  void collect(Node node, const Context& context, bool& rows_found);
  void collect_constant(Node node, const Context& context);
  bool collect_rows(Node node, const Context& context);
  void add(std::vector<Assertion> found, Node node, const Context& context);
  void skip_by_call(std::string_view callee, Node node, const Context& context);
  std::vector<Tokens> arguments_of(Node call) const;
  [[nodiscard]] std::string callee_of(Node call) const;

  [[nodiscard]] std::string_view text(Node node) const { return node.text(text_); }
  [[nodiscard]] std::string flat(Node node) const;  ///< without white space, a bounded part of it
  /// The same whatever its format, bounded.
  [[nodiscard]] std::string condition_text(Node condition) const;
  [[nodiscard]] Tokens tokens(Node node) const { return tokens_of(node, text_); }
  TestCase& at(const Context& context) { return suite_.cases[context.index]; }
  [[nodiscard]] bool is_js() const;
  [[nodiscard]] bool is_c() const;

  code::Language language_;
  std::string_view path_, text_;
  Suite suite_;
  std::vector<Node> attributes_;   ///< Rust: those in front of the node
  std::set<std::string> empties_;  ///< names with an empty list in the present case
  std::size_t depth_ = 0, assertions_ = 0;
};

}  // namespace verify::tamper
