#include "shell_line.h"

#include <gtest/gtest.h>

#include "runner.h"

namespace verify {
namespace {

/// "a|b c" for the words of each simple command; "(none)" where the line is beyond us.
std::string dump(std::string_view line) {
  const auto commands = simple_commands(line);
  if (!commands) return "(none)";
  std::string out;
  for (const auto& command : *commands) {
    if (!out.empty()) out += " / ";
    for (std::size_t i = 0; i < command.words.size(); ++i)
      out += (i == 0 ? "" : "|") + command.words[i].text;
  }
  return out;
}

TEST(ShellLine, IsCutIntoSimpleCommands) {
  struct Case {
    const char* line;
    const char* expected;
  };
  const Case cases[] = {
      {"make test", "make|test"},
      {"a 'b c' \"d e\" f\\ g", "a|b c|d e|f g"},
      {"a && b || c; d | e &", "a / b / c / d / e"},
      {"a &&\n b # comment ; c\nd", "a / b / d"},
      {"{ test -f x || meson setup b; } && meson test -C b", "test|-f|x / meson|setup|b / meson|test|-C|b"},
      {"(cd a && pytest) 2>&1 | tee log", "cd|a / pytest / tee|log"},
      {"x >out 2>/dev/null <in y", "x|y"},
      {"cmake --build b -j \"$(nproc)\" && ctest", "cmake|--build|b|-j|$(nproc) / ctest"},
      {"echo ${A:-b} $C `d e`", "echo|${A:-b}|$C|`d e`"},
      {"for i in 1 2; do pytest; done", "(none)"},
      {"if true; then a; fi", "(none)"},
      {"cat <<E\nx\nE", "(none)"},
      {"a 'b", "(none)"},
      {"a \"b", "(none)"},
      {"a $(b", "(none)"},
      {"a)", "(none)"},
      {"(a", "(none)"},
      {"f() { a; }", "(none)"},
      {"a >", "(none)"},
      {"", ""},
  };
  for (const auto& c : cases) EXPECT_EQ(dump(c.line), c.expected) << c.line;
}

TEST(ShellLine, WordsSayWhereTheyStand) {
  const std::string line = "FOO=1 'py'test  -q";
  const auto commands = simple_commands(line);
  ASSERT_TRUE(commands);
  const auto& word = commands->at(0).words.at(1);
  EXPECT_EQ(word.text, "pytest");
  EXPECT_EQ(line.substr(word.begin, word.end - word.begin), "'py'test");
}

TEST(ShellLine, QuotesWhateverComes) {
  EXPECT_EQ(shell_quote("tests/test_a.py"), "tests/test_a.py");
  EXPECT_EQ(shell_quote(""), "''");
  EXPECT_EQ(shell_quote("a b"), "'a b'");
  EXPECT_EQ(shell_quote("it's; rm -rf $HOME `x`\n"), "'it'\\''s; rm -rf $HOME `x`\n'");
}

TEST(ShellLine, FindsTheRunnerBehindOtherPrograms) {
  struct Case {
    const char* line;
    Runner runner;
    const char* word;
  };
  const Case cases[] = {
      {"pytest -q", Runner::pytest, "pytest"},
      {"PYTHONPATH=src python3 -m pytest", Runner::pytest, "pytest"},
      {"python3.11 -W error -m pytest", Runner::pytest, "pytest"},
      {".venv/bin/python -m unittest", Runner::unittest, "unittest"},
      {"uv run --frozen pytest", Runner::pytest, "pytest"},
      {"poetry run coverage run -m pytest", Runner::pytest, "pytest"},
      {"coverage run --branch -m pytest x", Runner::pytest, "pytest"},
      {"coverage run -m unittest", Runner::none, ""},
      {"timeout -k 5 60 xvfb-run -a ctest", Runner::ctest, "ctest"},
      {"env A=1 B=2 go test ./...", Runner::go, "test"},
      {"cargo +nightly test", Runner::cargo, "test"},
      {"node --import ./x.mjs --test test/", Runner::node, "--test"},
      {"node --experimental-vm-modules node_modules/jest/bin/jest.js", Runner::jest,
       "node_modules/jest/bin/jest.js"},
      {"cross-env NODE_ENV=test npx c8 mocha", Runner::mocha, "mocha"},
      {"yarn vitest run", Runner::vitest, "vitest"},
      {"npm run test:unit", Runner::npm, "test:unit"},
      {"pnpm test", Runner::npm, "test"},
      {"npm --prefix web test", Runner::none, ""},
      {"./gradlew test", Runner::gradle, "./gradlew"},
      {"mvn -B test", Runner::maven, "mvn"},
      {"meson test -C b", Runner::meson, "test"},
      {"make check", Runner::make, "make"},
      {"pip install pytest", Runner::none, ""},
      {"echo pytest", Runner::none, ""},
      {"python3 manage.py test", Runner::none, ""},
      {"go vet ./...", Runner::none, ""},
      {"env", Runner::none, ""},
  };
  for (const auto& c : cases) {
    const auto commands = simple_commands(c.line);
    ASSERT_TRUE(commands) << c.line;
    const auto at = runner_of(commands->at(0));
    EXPECT_EQ(name(at.runner), name(c.runner)) << c.line;
    if (c.runner != Runner::none) {
      EXPECT_EQ(commands->at(0).words.at(at.word).text, c.word) << c.line;
    }
  }
}

}  // namespace
}  // namespace verify
