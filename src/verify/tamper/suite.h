#pragma once
// The tests of one file, whatever the language: what each one demands, and whether it is run.

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "code/language.h"
#include "tamper/assertion.h"

namespace verify::tamper {

/// A function of a test file.
struct TestCase {
  std::string name;       ///< the last part: "test_adds", "adds two numbers"
  std::string full_name;  ///< with classes and describe blocks: "TestCalc.test_adds"
  bool is_test = false;   ///< the runner collects it; else a helper, or the file's top
  bool is_top = false;    ///< the code outside of functions
  std::string skip;       ///< as written, without its reason; "" = it is run
  std::size_t skip_line = 0;
  bool skip_is_shared = false;  ///< of a class, a file, `#if 0`
  bool skip_has_condition = false;
  std::vector<Assertion> assertions;
  std::vector<Assertion> calls;  ///< calls of functions by plain names: helpers, maybe
  /// Cases of a table: elements of lists, as written. Not those in assertions.
  struct Row {
    Tokens tokens;
    std::size_t line = 0;
  };
  std::vector<Row> rows;
  std::map<std::string, Tokens> constants;  ///< names that get a value with literals
  std::string skeleton;                     ///< the body
  std::vector<std::string> literals;        ///< of the body
  double timeout = 0;                       ///< ms, of a JavaScript test; 0 = the runner's
  std::size_t mocks = 0;                    ///< parts of the program that it replaces
  std::size_t mock_line = 0;
  std::size_t line = 0, end_line = 0;
};

struct Suite {
  std::vector<TestCase> cases;  ///< the file's top is the first
  std::size_t only_line = 0;    ///< it.only, fit, ...: others are not run; 0 = none
  bool complete = true;         ///< false: more than k_cases_max, or deeper than is looked
};

inline constexpr std::size_t k_cases_max = 5000;
inline constexpr std::size_t k_assertions_max = 20000;  ///< of one file

/// Reads a file of tests; of Rust's code only the test modules, of Python's only the doctests.
/// Fails as code::Tree::parse does, and with unsupported.
base::Result<Suite> read_suite(std::string_view path, std::string_view text);

/// True if the runner of its language looks for tests in a file of such a name.
bool is_collected_by_name(std::string_view path);

}  // namespace verify::tamper
