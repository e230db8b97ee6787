// Signs in the code itself. Comments are blanked before anything is compared, so a sentence about
// PYTEST_CURRENT_TEST finds nothing, and a line that only moved is no new line. What a sign means
// depends on where it stands: sys.exit(0) ends a program in main() and a test run at import.
#include "tamper/detect.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/paths.h"
#include "code/parse.h"
#include "tamper/words.h"

namespace verify::tamper {
namespace {

using code::Language;
using code::Node;
using enum Tampering;

enum Of : std::uint32_t {
  k_python = 1U << 0,
  k_js = 1U << 1,
  k_go = 1U << 2,
  k_rust = 1U << 3,
  k_java = 1U << 4,
  k_c = 1U << 5,
};

std::uint32_t bit(Language language) {
  switch (language) {
    case Language::python:
      return k_python;
    case Language::javascript:
    case Language::typescript:
    case Language::tsx:
      return k_js;
    case Language::go:
      return k_go;
    case Language::rust:
      return k_rust;
    case Language::java:
      return k_java;
    case Language::c:
    case Language::cpp:
      return k_c;
  }
  return 0;
}

/// Where a sign is honest and where not.
enum class Scope : std::uint8_t {
  anywhere,
  code,         ///< not in tests and their configuration, which know what they are
  at_import,    ///< outside of every function (Go: in init), where it runs when the file is loaded
  not_in_main,  ///< everywhere but in the function main
};

struct Sign {
  std::uint32_t languages;
  std::string_view sign;  ///< without white space; found in the line without white space
  Scope scope;
  std::string_view what;
};

constexpr std::size_t k_places_max = 500;
constexpr std::string_view k_looks = "looks whether it is being tested";
constexpr std::string_view k_stack = "looks who calls it";
constexpr std::string_view k_ends = "ends the whole run, whatever the tests say";
constexpr std::string_view k_import = "ends the whole run with success when it is loaded";

constexpr Sign k_signs[] = {
    {k_python, "PYTEST_CURRENT_TEST", Scope::anywhere, k_looks},
    {k_python, "PYTEST_VERSION", Scope::code, k_looks},
    {k_python, "PYTEST_XDIST", Scope::code, k_looks},
    {k_python, "\"pytest\"insys.modules", Scope::code, k_looks},
    {k_python, "'pytest'insys.modules", Scope::code, k_looks},
    {k_python, "\"unittest\"insys.modules", Scope::code, k_looks},
    {k_python, "'unittest'insys.modules", Scope::code, k_looks},
    {k_python, "insys.modules", Scope::code, k_looks},
    {k_python, "sys.modules.get(\"pytest\"", Scope::code, k_looks},
    {k_python, "sys.modules.get('pytest'", Scope::code, k_looks},
    {k_python, "_called_from_test", Scope::code, k_looks},
    {k_python, "pytest\"insys.argv", Scope::code, k_looks},
    {k_python, "pytest'insys.argv", Scope::code, k_looks},
    {k_python, "unittest\"insys.argv", Scope::code, k_looks},
    {k_python, "unittest'insys.argv", Scope::code, k_looks},
    {k_python, "sys.argv", Scope::code, k_looks},
    {k_python, "sys.orig_argv", Scope::code, k_looks},
    {k_python, "mock.ANY", Scope::code, "is equal to everything"},
    {k_python, "unittest.mockimportANY", Scope::code, "is equal to everything"},
    {k_python, "os.environ.get(\"CI\"", Scope::code, k_looks},
    {k_python, "os.environ.get('CI'", Scope::code, k_looks},
    {k_python, "os.getenv(\"CI\"", Scope::code, k_looks},
    {k_python, "os.getenv('CI'", Scope::code, k_looks},
    {k_python, "\"CI\"inos.environ", Scope::code, k_looks},
    {k_python, "'CI'inos.environ", Scope::code, k_looks},
    {k_python, "inspect.stack(", Scope::anywhere, k_stack},
    {k_python, "inspect.currentframe(", Scope::anywhere, k_stack},
    {k_python, "sys._getframe", Scope::anywhere, k_stack},
    {k_python, "traceback.extract_stack", Scope::anywhere, k_stack},
    {k_python, "os._exit(", Scope::anywhere, k_ends},
    {k_python, "os.kill(os.getpid()", Scope::anywhere, k_ends},
    {k_python, "sys.exit()", Scope::at_import, k_import},
    {k_python, "sys.exit(0)", Scope::at_import, k_import},
    {k_python, "raiseSystemExit", Scope::at_import, k_import},
    {k_python, "exit(0)", Scope::at_import, k_import},
    {k_python, "quit()", Scope::at_import, k_import},
    {k_js, "NODE_ENV===\"test\"", Scope::code, k_looks},
    {k_js, "NODE_ENV==='test'", Scope::code, k_looks},
    {k_js, "NODE_ENV==\"test\"", Scope::code, k_looks},
    {k_js, "NODE_ENV=='test'", Scope::code, k_looks},
    {k_js, "NODE_ENV!==\"test\"", Scope::code, k_looks},
    {k_js, "NODE_ENV!=='test'", Scope::code, k_looks},
    {k_js, "JEST_WORKER_ID", Scope::code, k_looks},
    {k_js, "VITEST_WORKER_ID", Scope::code, k_looks},
    {k_js, "env.VITEST", Scope::code, k_looks},
    {k_js, "import.meta.vitest", Scope::code, k_looks},
    {k_js, "NODE_TEST_CONTEXT", Scope::code, k_looks},
    {k_js, "process.env.CI", Scope::code, k_looks},
    {k_js, "typeofjest", Scope::code, k_looks},
    {k_js, "typeofdescribe", Scope::code, k_looks},
    {k_js, "typeofit", Scope::code, k_looks},
    {k_js, "typeofexpect", Scope::code, k_looks},
    {k_js, "typeofvi", Scope::code, k_looks},
    {k_js, "globalThis.describe", Scope::code, k_looks},
    {k_js, "global.describe", Scope::code, k_looks},
    {k_js, "globalThis.it", Scope::code, k_looks},
    {k_js, "npm_lifecycle_event", Scope::code, k_looks},
    {k_js, "captureStackTrace", Scope::code, k_stack},
    {k_js, "newError().stack", Scope::code, k_stack},
    {k_js, "process.exit(0)", Scope::at_import, k_import},
    {k_js, "process.exit()", Scope::at_import, k_import},
    {k_js, "process.exitCode=0", Scope::anywhere, k_ends},
    {k_js, "process.reallyExit", Scope::anywhere, k_ends},
    {k_js, "process.exit=", Scope::anywhere, k_ends},
    {k_go, "testing.Testing()", Scope::code, k_looks},
    {k_go, "flag.Lookup(\"test.", Scope::code, k_looks},
    {k_go, "os.Args[0],\".test\"", Scope::code, k_looks},
    {k_go, "os.Getenv(\"CI\")", Scope::code, k_looks},
    {k_go, "runtime.Caller(", Scope::code, k_stack},
    {k_go, "runtime.Callers(", Scope::code, k_stack},
    {k_go, "debug.Stack()", Scope::code, k_stack},
    {k_go, "os.Exit(0)", Scope::not_in_main, k_ends},
    {k_go, "syscall.Exit(0)", Scope::anywhere, k_ends},
    {k_rust, "cfg!(test)", Scope::code, k_looks},
    {k_rust, "#[cfg(not(test))]", Scope::code, k_looks},
    {k_rust, "cfg(not(test))", Scope::code, k_looks},
    {k_rust, "RUST_TEST_", Scope::code, k_looks},
    {k_rust, "NEXTEST", Scope::code, k_looks},
    {k_rust, "var(\"CI\")", Scope::code, k_looks},
    {k_rust, "process::exit(0)", Scope::not_in_main, k_ends},
    {k_rust, "Backtrace::capture", Scope::code, k_stack},
    {k_rust, "Backtrace::force_capture", Scope::code, k_stack},
    {k_rust, "panic::set_hook", Scope::code, "catches the panics by which tests fail"},
    {k_java, "Class.forName(\"org.junit", Scope::code, k_looks},
    {k_java, "getStackTrace()", Scope::code, k_stack},
    {k_java, "StackWalker", Scope::code, k_stack},
    {k_java, "surefire", Scope::code, k_looks},
    {k_java, "System.getenv(\"CI\")", Scope::code, k_looks},
    {k_java, "System.exit(0)", Scope::not_in_main, k_ends},
    {k_java, ".halt(", Scope::anywhere, k_ends},
    {k_c, "_exit(0)", Scope::anywhere, k_ends},
    {k_c, "_Exit(0)", Scope::anywhere, k_ends},
    {k_c, "_exit(EXIT_SUCCESS)", Scope::anywhere, k_ends},
    {k_c, "_Exit(EXIT_SUCCESS)", Scope::anywhere, k_ends},
    {k_c, "quick_exit(0)", Scope::anywhere, k_ends},
    {k_c, "quick_exit(EXIT_SUCCESS)", Scope::anywhere, k_ends},
    {k_c, "getenv(\"CI\")", Scope::code, k_looks},
    {k_c, "getenv(\"GTEST", Scope::code, k_looks},
    {k_c, "getenv(\"CTEST", Scope::code, k_looks},
    {k_c, "/proc/self/cmdline", Scope::code, k_looks},
    {k_c, "program_invocation", Scope::code, k_looks},
    {k_c, "getprogname(", Scope::code, k_looks},
    {k_c, "testing::UnitTest", Scope::code, k_looks},
};

/// Exits by way of a handler that the process runs at its end, whatever the tests said.
constexpr Sign k_handlers[] = {
    {k_python, "atexit.register(", Scope::anywhere, "runs code when the test process ends"},
    {k_js, "process.on('exit'", Scope::anywhere, "runs code when the test process ends"},
    {k_js, "process.on(\"exit\"", Scope::anywhere, "runs code when the test process ends"},
    {k_c, "atexit(", Scope::anywhere, "runs code when the test process ends"},
    {k_java, "addShutdownHook(", Scope::anywhere, "runs code when the test process ends"},
};

bool is_function(Node node) {
  constexpr std::array k_types = std::to_array<std::string_view>(
      {"function_definition", "function_declaration", "method_declaration", "function_item",
       "method_definition", "arrow_function", "function_expression", "lambda", "func_literal",
       "closure_expression", "constructor_declaration", "generator_function_declaration",
       "lambda_expression"});
  return std::find(k_types.begin(), k_types.end(), node.type()) != k_types.end();
}

/// A sign that is a text itself, or the name of a variable of the environment.
bool is_text(std::string_view sign) {
  return sign.find_first_of("\"'/") != std::string_view::npos ||
         std::all_of(sign.begin(), sign.end(),
                     [](char c) { return (c >= 'A' && c <= 'Z') || c == '_'; });
}

/// True in a string: there a sign is only written down.
bool is_in_string(Node root, std::size_t at) {
  std::size_t steps = 0;
  for (Node node = root.smallest_covering(at, at + 1); node && ++steps < 4; node = node.parent()) {
    if (node.type().find("substitution") != std::string_view::npos ||
        node.type() == "interpolation")
      return false;
    if (node.type().find("string") != std::string_view::npos) return true;
  }
  return false;
}

/// A process that was forked off has to end by _exit.
bool forks(std::string_view text) {
  constexpr std::array k_calls =
      std::to_array<std::string_view>({"fork", "vfork", "clone", "clone3"});
  return has_any(text, k_calls);
}

/// The names around a place: of its functions, "__main__" for Python's guard, "static" for Java's.
struct Around {
  bool in_function = false, in_main = false, guarded = false;
  std::string function;
};

std::string name_of(Node function, std::string_view text) {
  Node name = function.field("name");
  for (Node inner = function.field("declarator"); inner && !name; inner = inner.field("declarator"))
    if (inner.type() == "identifier") name = inner;
  return std::string(name.text(text));
}

Around around(Node root, std::string_view text, std::size_t at) {
  Around out;
  std::size_t steps = 0;
  for (Node node = root.smallest_covering(at, at + 1); node && ++steps < 500;
       node = node.parent()) {
    if (node.type() == "if_statement" &&
        node.field("condition").text(text).find("__main__") != std::string_view::npos)
      out.guarded = true;
    if (!is_function(node)) continue;
    const std::string name = name_of(node, text);
    if (out.function.empty()) out.function = name;
    out.in_function = true;
    out.in_main = out.in_main || name == "main" || name == "__main__";
  }
  return out;
}

bool applies(const Sign& sign, const Around& place, Role role, Language language) {
  switch (sign.scope) {
    case Scope::anywhere:
      return true;
    case Scope::code:
      return role != Role::test && role != Role::test_config && role != Role::test_data;
    case Scope::at_import:
      return !place.in_function && !place.guarded;
    case Scope::not_in_main:
      if (language == Language::go && place.function == "init") return true;
      return !place.in_main;
  }
  return false;
}

/// `text` with comments, and Python's strings that stand alone, as spaces.
std::string without_comments(Node root, std::string_view text) {
  std::string out(text);
  const auto blank = [&](Node node) {
    for (std::size_t i = node.begin(); i < std::min(node.end(), out.size()); ++i)
      if (out[i] != '\n') out[i] = ' ';
  };
  code::Cursor at(root);
  for (bool more = at.next(); more;) {
    const Node node = at.node();
    const bool comment = node.type().find("comment") != std::string_view::npos;
    const bool docstring =
        node.type() == "string" && node.parent().type() == "expression_statement";
    if (comment || docstring) blank(node);
    more = comment || docstring ? at.skip() : at.next();
  }
  return out;
}

/// A line without white space that still knows where words ended.
struct Flat {
  explicit Flat(std::string_view line) {
    bool space = true;
    for (std::size_t i = 0; i < line.size(); ++i) {
      const char c = line[i];
      if (c == ' ' || (c >= '\t' && c <= '\r')) {
        space = true;
        continue;
      }
      text += c;
      where.push_back(i);
      begins.push_back(space);
      space = false;
    }
    begins.push_back(true);
  }
  [[nodiscard]] bool has(std::string_view sign) const { return find(sign) != std::string::npos; }
  /// Where in the line the sign begins; npos if it is not there.
  [[nodiscard]] std::size_t find(std::string_view sign) const {
    for (std::size_t at = text.find(sign); at != std::string::npos; at = text.find(sign, at + 1)) {
      const std::size_t end = at + sign.size();
      const bool front =
          at == 0 || begins[at] || !is_word_char(sign.front()) || !is_word_char(text[at - 1]);
      const bool back = end >= text.size() || begins[end] || !is_word_char(sign.back()) ||
                        !is_word_char(text[end]);
      if (front && back) return where[at];
    }
    return std::string::npos;
  }
  std::string text;
  std::vector<bool> begins;
  std::vector<std::size_t> where;
};

/// A sign that only some lines before (the set-up of a condition) make suspicious.
bool about_a_runner(std::string_view line) {
  const std::string small = lower(line);
  return small.find("pytest") != std::string::npos || small.find("unittest") != std::string::npos ||
         small.find("test") != std::string::npos;
}

/// Stricter, for what honest programs do all the time: "--test" is an option like any other.
bool names_a_runner(std::string_view line) {
  constexpr std::array k_runners =
      std::to_array<std::string_view>({"pytest", "py.test", "unittest", "test_", "_test"});
  const std::string small = lower(line);
  return std::any_of(k_runners.begin(), k_runners.end(), [&](std::string_view name) {
    return small.find(name) != std::string::npos;
  });
}

bool forces_success(std::string_view text) {
  constexpr std::array k_ways = std::to_array<std::string_view>(
      {"_exit(0)", "_Exit(0)", "exitCode=0", "exit(0)", "halt(0)", "_exit(EXIT_SUCCESS)"});
  const std::string flat = squeeze(text);
  return std::any_of(k_ways.begin(), k_ways.end(),
                     [&](std::string_view way) { return flat.find(way) != std::string::npos; });
}

/// def __eq__(self, other): return True
void find_false_equality(const code::Tree& tree, std::string_view text, const FileDiff& diff,
                         const Subject& subject, Report& report) {
  code::Cursor at(tree.root());
  while (at.next()) {
    const Node node = at.node();
    if (!is_function(node) || !diff.is_new(node.line())) continue;
    const std::string name = name_of(node, text);
    const std::string_view declarator = node.field("declarator").text(text);
    const bool equality = name == "__eq__" || name == "__ne__" || name == "equals" ||
                          name == "eq" || declarator.find("operator==") != std::string_view::npos;
    if (!equality) continue;
    std::string body = squeeze(node.field("body").text(text));
    std::erase_if(body,
                  [](char c) { return c == '{' || c == '}' || c == ';' || c == '(' || c == ')'; });
    if (body == "returnTrue" || body == "returntrue" || body == "true" ||
        (name == "__ne__" && body == "returnFalse"))
      report.add(
          test_detected, subject, Side::after, node.line(),
          "`" + shown(name.empty() ? "operator==" : name) + "` says that everything is equal");
  }
}

}  // namespace

void find_detection(const Subject& subject, Report& report) {
  if (!subject.file.after || subject.role == Role::docs) return;
  const auto language = code::language_of(subject.file.path, subject.after());
  if (!language) return;
  const auto after = code::Tree::parse(*language, subject.after());
  if (!after) return;
  const std::string now = without_comments(after->root(), subject.after());
  std::string old;
  if (subject.file.before) {
    const auto before = code::Tree::parse(*language, subject.before());
    old = before ? without_comments(before->root(), subject.before()) : std::string();
  }
  const FileDiff diff(subject.file.path, old, now);
  std::size_t placed = 0;  // signs whose place was looked up, which costs
  for (const FileDiff::Line& line : diff.added()) {
    const Flat flat(line.text);
    for (const Sign& sign : k_signs) {
      if ((sign.languages & bit(*language)) == 0 || !flat.has(sign.sign)) continue;
      if (sign.sign == "insys.modules" && !about_a_runner(flat.text)) continue;
      if (sign.sign == "sys.argv" && !names_a_runner(flat.text)) continue;
      const auto offset =
          static_cast<std::size_t>(line.text.data() - now.data()) + flat.find(sign.sign);
      if (++placed > k_places_max) break;
      if (!is_text(sign.sign) && is_in_string(after->root(), offset)) continue;
      const Around place = around(after->root(), subject.after(), offset);
      if (sign.what == k_ends && place.in_function && (forks(now) || Flat(old).has(sign.sign)))
        continue;
      if (!applies(sign, place, subject.role, *language)) continue;
      report.add(test_detected, subject, Side::after, line.number,
                 "`" + shown(line.text) + "` " + std::string(sign.what));
      break;
    }
    for (const Sign& sign : k_handlers) {
      if ((sign.languages & bit(*language)) == 0 || !flat.has(sign.sign)) continue;
      const bool in_tests = subject.role == Role::test || subject.role == Role::test_config;
      if (!in_tests && !forces_success(now)) continue;
      report.add(test_detected, subject, Side::after, line.number,
                 "`" + shown(line.text) + "` " + std::string(sign.what));
      break;
    }
  }
  find_false_equality(*after, now, diff, subject, report);
}

}  // namespace verify::tamper
