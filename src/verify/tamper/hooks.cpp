// Code that runs in the process that judges: pytest's conftest.py, Python's sitecustomize, Jest's
// setup files, Go's TestMain, a main() around googletest. And new files that a runner would load in
// place of what they are named after.
#include <algorithm>
#include <array>
#include <set>

#include "base/paths.h"
#include "code/language.h"
#include "tamper/detect.h"
#include "tamper/words.h"

namespace verify::tamper {
namespace {

using code::Language;
using enum Tampering;

/// Python loads these at start, before any test.
bool is_loaded_at_start(std::string_view file) {
  return file == "sitecustomize.py" || file == "usercustomize.py" || file.ends_with(".pth") ||
         file == "sitecustomize.pyc";
}

/// New modules with these names hide the runner's own.
bool hides_a_runner(std::string_view path) {
  constexpr std::array k_names = std::to_array<std::string_view>(
      {"pytest.py", "unittest.py", "_pytest.py", "doctest.py", "nose.py", "pytest/__init__.py",
       "unittest/__init__.py", "_pytest/__init__.py", "node_modules/jest/package.json",
       "node_modules/.bin/jest", "node_modules/.bin/mocha", "node_modules/.bin/vitest",
       "gtest/gtest.h", "catch2/catch_test_macros.hpp", "doctest.h", "assert.h", "cassert"});
  return std::any_of(k_names.begin(), k_names.end(), [&](std::string_view name) {
    return path == name || (path.ends_with(name) && path[path.size() - name.size() - 1] == '/');
  });
}

/// A part of an installed runner that was changed in place.
bool is_part_of_a_runner(std::string_view path) {
  constexpr std::array k_parts = std::to_array<std::string_view>(
      {"site-packages/_pytest/", "site-packages/pytest/", "site-packages/pluggy/",
       "dist-packages/_pytest/", "node_modules/jest", "node_modules/@jest/", "node_modules/mocha/",
       "node_modules/vitest/", "node_modules/@vitest/", "node_modules/chai/",
       "node_modules/expect/", "node_modules/.bin/", "/googletest/src/", "/catch2/",
       "node_modules/ava/", "node_modules/tap/", "node_modules/node-tap/"});
  return std::any_of(k_parts.begin(), k_parts.end(), [&](std::string_view part) {
    return path.find(part) != std::string_view::npos;
  });
}

struct Hook {
  std::string_view sign;  ///< found as a word in the line without white space
  std::string_view what;
};

constexpr Hook k_python[] = {
    {"pytest.hookimpl", "takes part in the runner's work"},
    {"@hookimpl", "takes part in the runner's work"},
    {"autouse=True", "runs around every test"},
    {"pytest.exit(", "ends the run of the tests"},
    {"sys.settrace(", "watches the tests run"},
    {"unittest.TestCase.run=", "replaces a part of the runner"},
    {"unittest.TestCase.assertEqual=", "replaces an assertion"},
    {"unittest.main=", "replaces a part of the runner"},
    {"builtins.AssertionError", "replaces what a failing assertion raises"},
    {"__builtins__[", "replaces what is built in"},
    {"__builtins__.", "replaces what is built in"},
    {"session.exitstatus=", "sets the exit status of the runner"},
    {"exitstatus=0", "sets the exit status of the runner"},
    {"testsfailed=", "sets the number of failing tests"},
    {"outcome=\"passed\"", "sets the outcome of tests"},
    {"outcome='passed'", "sets the outcome of tests"},
    {"force_result(", "sets the outcome of tests"},
    {"sys.excepthook=", "takes over what failed"},
    {"sys.exit=", "replaces how the runner ends"},
    {"os._exit=", "replaces how the runner ends"},
};
constexpr Hook k_js[] = {
    {"global.expect=", "replaces expect()"},
    {"globalThis.expect=", "replaces expect()"},
    {"global.it=", "replaces it()"},
    {"globalThis.it=", "replaces it()"},
    {"global.test=", "replaces test()"},
    {"globalThis.test=", "replaces test()"},
    {"global.describe=", "replaces describe()"},
    {"assert.equal=", "replaces an assertion"},
    {"assert.strictEqual=", "replaces an assertion"},
    {"assert.deepEqual=", "replaces an assertion"},
    {"assert.deepStrictEqual=", "replaces an assertion"},
    {"expect.extend(", "adds to expect(), or replaces parts of it"},
    {"process.exit=", "replaces how the runner ends"},
    {"process.on('uncaughtException'", "takes over what failed"},
    {"process.on(\"uncaughtException\"", "takes over what failed"},
    {"process.on('unhandledRejection'", "takes over what failed"},
    {"process.on(\"unhandledRejection\"", "takes over what failed"},
    {"Object.is=", "replaces how values are compared"},
};
constexpr Hook k_c[] = {
    {"#defineEXPECT_", "replaces an assertion"},
    {"#defineASSERT_", "replaces an assertion"},
    {"#defineassert(", "replaces an assertion"},
    {"#defineCHECK(", "replaces an assertion"},
    {"#defineREQUIRE(", "replaces an assertion"},
    {"#undefassert", "takes an assertion away"},
    {"#undefEXPECT_", "takes an assertion away"},
    {"#undefASSERT_", "takes an assertion away"},
    {"#defineNDEBUG", "switches assert() off"},
    {"__attribute__((constructor))", "runs before main()"},
    {"[[gnu::constructor]]", "runs before main()"},
    {"GTEST_FLAG_SET(filter", "leaves tests out"},
    {"GTEST_FLAG(filter", "leaves tests out"},
    {"TestEventListener", "listens to the runner"},
};
constexpr Hook k_java[] = {
    {"TestExecutionExceptionHandler", "takes over what failed"},
    {"InvocationInterceptor", "takes part in the runner's work"},
    {"ExecutionCondition", "decides which tests run"},
    {"TestExecutionListener", "listens to the runner"},
    {"@ExtendWith(", "has more code run inside of the runner"},
    {"@RunWith(", "changes the runner"},
    {"TestRule", "runs around every test"},
};

/// A new macro of the project's own is no replacement: it takes an existing name, or one of a
/// framework that the file uses.
bool replaces_a_macro(std::string_view flat, const Subject& subject) {
  const std::string_view rest = flat.substr(std::string_view("#define").size());
  std::size_t end = 0;
  while (end < rest.size() && is_word_char(rest[end])) ++end;
  const std::string_view macro = rest.substr(0, end);
  if (macro == "NDEBUG" || macro == "assert") return true;
  if (has_word(subject.before(), macro)) return true;
  const std::string_view text = subject.after();
  const bool framework = text.find("gtest") != std::string_view::npos ||
                         text.find("catch") != std::string_view::npos ||
                         text.find("doctest") != std::string_view::npos ||
                         text.find("#undef") != std::string_view::npos;
  constexpr std::array k_known = std::to_array<std::string_view>(
      {"EXPECT_EQ", "EXPECT_TRUE", "EXPECT_FALSE", "EXPECT_NE", "EXPECT_THROW", "ASSERT_EQ",
       "ASSERT_TRUE", "ASSERT_FALSE", "ASSERT_NE", "CHECK", "REQUIRE", "EXPECT_NEAR",
       "EXPECT_STREQ"});
  return framework && std::find(k_known.begin(), k_known.end(), macro) != k_known.end();
}

/// What code under test has no honest reason for either, and what no original test can undo.
bool is_about_assertions(const Hook& hook) {
  return hook.what.starts_with("replaces") || hook.what.starts_with("takes an assertion") ||
         hook.what.starts_with("switches assert");
}

/// Macros that a project has of its own are its own to change.
bool is_the_projects(const Hook& hook) {
  return hook.sign.starts_with("#define") && hook.sign != "#defineassert(" && hook.sign != "#defineNDEBUG";
}

template <class Table>
void by_lines(const Table& table, const Subject& subject, Report& report) {
  const bool in_tests = subject.role == Role::test || subject.role == Role::test_config;
  const bool is_python = subject.file.path.ends_with(".py");
  for (const FileDiff::Line& line : subject.diff.added()) {
    if (line.text.starts_with("//") || (line.text.starts_with("# "))) continue;
    const std::string flat = squeeze(line.text);
    for (const Hook& hook : table) {
      const std::size_t at = flat.find(hook.sign);
      if (at == std::string::npos) continue;
      // "==" compares.
      const std::size_t end = at + hook.sign.size();
      if (hook.sign.ends_with('=') && end < flat.size() && flat[end] == '=') continue;
      if (hook.sign.starts_with("#define") && !replaces_a_macro(flat, subject)) continue;
      if (!in_tests && !is_python && (!is_about_assertions(hook) || is_the_projects(hook))) continue;
      if (hook.sign == "TestRule" && flat.find("publicTestRule") == std::string::npos) continue;
      report.add(!in_tests && is_about_assertions(hook) ? test_detected : hook_added, subject, Side::after, line.number,
                 "`" + shown(line.text) + "` " + std::string(hook.what));
      break;
    }
  }
}

/// pytest calls functions of these names in a conftest.py; defining one is all it takes.
void by_conftest(const Subject& subject, Report& report) {
  constexpr std::array k_harmless =
      std::to_array<std::string_view>({"pytest_addoption", "pytest_generate_tests",
                                       "pytest_report_header", "pytest_itemcollected"});
  for (const FileDiff::Line& line : subject.diff.added()) {
    std::string_view text = line.text;
    if (text.starts_with("async ")) text.remove_prefix(6);
    if (!text.starts_with("def pytest_")) continue;
    const std::string_view name = text.substr(4, text.find('(') - 4);
    if (std::find(k_harmless.begin(), k_harmless.end(), name) != k_harmless.end()) continue;
    const bool was_there =
        subject.before().find(text.substr(0, text.find('('))) != std::string_view::npos;
    if (was_there) continue;
    report.add(hook_added, subject, Side::after, line.number,
               "`" + shown(name) + "` takes part in the runner's work");
  }
}

/// An existing hook with another body.
void by_changed_hook(const Subject& subject, Report& report) {
  std::string_view hook;
  std::size_t begin = 0;
  std::set<std::size_t> added;
  for (const FileDiff::Line& line : subject.diff.added()) added.insert(line.number);
  const std::string_view after = subject.after();
  std::size_t number = 0;
  for (std::size_t at = 0; at < after.size();) {
    const std::size_t end = std::min(after.find('\n', at), after.size());
    const std::string_view line = after.substr(at, end - at);
    at = end + 1;
    ++number;
    if (line.starts_with("def pytest_")) {
      hook = line.substr(4, line.find('(') - 4);
      begin = number;
    } else if (!line.empty() && line[0] != ' ' && line[0] != '\t' && line[0] != ')') {
      hook = {};
    }
    if (hook.empty() || !added.contains(number) || number == begin) continue;
    if (subject.before().find(hook) == std::string_view::npos) continue;
    report.add(hook_added, subject, Side::after, begin,
               "`" + shown(hook) + "`, which takes part in the runner's work, was changed");
  }
}

/// Go's TestMain and C++'s main() decide with which status the run ends.
void by_test_main(const Subject& subject, Language language, Report& report) {
  if (language == Language::go) {
    for (const FileDiff::Line& line : subject.diff.added()) {
      if (line.text.starts_with("func TestMain("))
        report.add(hook_added, subject, Side::after, line.number,
                   "TestMain decides which tests run and how the run ends");
      if (squeeze(line.text).find("os.Exit(0)") != std::string::npos)
        report.add(exit_code_swallowed, subject, Side::after, line.number,
                   "the tests end with success whatever they say");
    }
    for (const FileDiff::Line& line : subject.diff.removed())
      if (squeeze(line.text).find("os.Exit(m.Run())") != std::string::npos &&
          squeeze(subject.after()).find("os.Exit(m.Run())") == std::string::npos &&
          subject.after().find("TestMain") != std::string_view::npos)
        report.add(exit_code_swallowed, subject, Side::before, line.number,
                   "TestMain no longer passes on what the tests say");
  }
  if (language != Language::c && language != Language::cpp) return;
  for (const FileDiff::Line& line : subject.diff.added()) {
    const std::string flat = squeeze(line.text);
    for (const std::string_view run :
         {"RUN_ALL_TESTS();", "session.run();", "context.run();", "Catch::Session().run("}) {
      const std::size_t at = flat.find(run);
      if (at == std::string::npos || flat.find("return") != std::string::npos ||
          (at > 0 && flat[at - 1] == '"') || flat.find('=') != std::string::npos)
        continue;
      report.add(exit_code_swallowed, subject, Side::after, line.number,
                 "`" + shown(line.text) + "` runs the tests and drops what they say");
    }
  }
  for (const FileDiff::Line& line : subject.diff.removed()) {
    const std::string flat = squeeze(line.text);
    if (!flat.starts_with("return") || flat == "return0;" || flat.find("fail") == std::string::npos)
      continue;
    const auto& added = subject.diff.added();
    if (std::any_of(added.begin(), added.end(), [&](const FileDiff::Line& now) {
          return now.change == line.change &&
                 (squeeze(now.text) == "return0;" || squeeze(now.text) == "returnEXIT_SUCCESS;");
        }))
      report.add(exit_code_swallowed, subject, Side::before, line.number,
                 "`" + shown(line.text) + "` became a success");
  }
}

}  // namespace

void find_hooks(const Subject& subject, Report& report) {
  const std::string& path = subject.file.path;
  const std::string_view file = base::file_name(path);
  if (subject.is_deleted()) return;
  if (is_loaded_at_start(file))
    report.add(hook_added, subject, Side::after, 1,
               shown(file) + " runs in every Python process, the runner's too");
  if (subject.is_added() && hides_a_runner(path))
    report.add(hook_added, subject, Side::after, 1,
               shown(path) + " stands in place of a part of the runner");
  if (!subject.is_added() && is_part_of_a_runner(path))
    report.add(hook_added, subject, Side::after, 1, "a part of the installed runner was changed");
  const auto language = code::language_of(path, subject.after());
  if (!language) return;
  const bool in_tests = subject.role == Role::test || subject.role == Role::test_config;
  if (*language == Language::python && file == "conftest.py") {
    by_conftest(subject, report);
    by_changed_hook(subject, report);
  }
  if (*language == Language::python) by_lines(k_python, subject, report);
  switch (*language) {
    case Language::javascript:
    case Language::typescript:
    case Language::tsx:
      by_lines(k_js, subject, report);
      break;
    case Language::c:
    case Language::cpp:
      by_lines(k_c, subject, report);
      break;
    case Language::java:
      by_lines(k_java, subject, report);
      break;
    default:
      break;
  }
  if (in_tests) by_test_main(subject, *language, report);
}

}  // namespace verify::tamper
