// The judge: each case is a claim, the runs on record, and what may be said of it.
#include <gtest/gtest.h>

#include <ostream>

#include "verify/claims.h"

namespace verify {
namespace {

const std::string k_12_passed = "============ 12 passed in 0.10s ============\n";
const std::string k_2_failed =
    "FAILED tests/test_a.py::test_x - assert 1 == 2\n======= 2 failed, 10 passed in 0.10s "
    "=======\n";

Evidence run(std::string command, std::string output = "", int exit_code = 0) {
  Evidence evidence;
  evidence.command = std::move(command);
  evidence.output = std::move(output);
  evidence.exit_code = exit_code;
  evidence.root = "/home/me/project";
  evidence.last_change = 10;
  return evidence;
}
Evidence passing(std::string command) {
  return run(std::move(command), k_12_passed);
}
Evidence failing(std::string command) {
  return run(std::move(command), k_2_failed, 1);
}
Evidence early(Evidence evidence) {
  evidence.last_change = 0;
  return evidence;
}
Evidence in(std::string dir, Evidence evidence) {
  evidence.dir = std::move(dir);
  return evidence;
}
Evidence by_plumb(Evidence evidence) {
  evidence.by_harness = true;
  return evidence;
}
Evidence before_all(Evidence evidence) {
  evidence.before_all = true;
  evidence.last_change = 0;
  return evidence;
}
Evidence with_tests(Evidence evidence, std::vector<TestResult> tests) {
  evidence.tests = std::move(tests);
  return evidence;
}
TestResult ok(std::string name) {
  return {std::move(name), Outcome::passed, ""};
}
TestResult bad(std::string name) {
  return {std::move(name), Outcome::failed, "no"};
}

constexpr auto proven = Mark::proven;
constexpr auto unproven = Mark::unproven;
constexpr auto refuted = Mark::refuted;

struct Case {
  const char* text;
  const char*
      command;  ///< of a structured claim; "-" = the claim is taken from prose; "" = none named
  std::vector<Evidence> runs;
  Mark mark;
  const char* why;  ///< a part of the sentence
};

void PrintTo(const Case& one, std::ostream* out) {
  *out << one.text << " / " << one.command;
}

std::vector<Case> cases() {
  Evidence killed = run("pytest");
  killed.ended = false;
  Evidence rigged_script = passing("./run_tests.sh");
  rigged_script.own_script = "run_tests.sh";
  Evidence own_app = run("python app.py");
  own_app.own_script = "app.py";
  Evidence own_test = run("python tests/test_new.py", "Ran 1 test in 0.001s\n\nOK\n");
  own_test.own_script = "tests/test_new.py";
  Evidence lost = passing("rm -rf tests/slow && pytest");
  lost.other_tree = true;
  Evidence hung = by_plumb(run("pytest"));
  hung.ended = false;
  return {
      // proven by the session's own runs
      {"all tests pass", "pytest", {passing("pytest")}, proven, "12 tests"},
      {"all tests pass", "-", {passing("pytest")}, proven, "after the last change"},
      {"all tests pass", "pytest", {passing("pytest -q --tb=short")}, proven, ""},
      {"all tests pass", "pytest", {passing("python -m pytest")}, proven, ""},
      {"all tests pass",
       "python3 -m pytest",
       {passing("/usr/bin/python3.11 -m pytest -x")},
       proven,
       ""},
      {"all tests pass", "pytest", {passing("  pytest \t -q ")}, proven, ""},
      {"all tests pass", "pytest", {passing("PYTHONPATH=src pytest")}, proven, ""},
      {"all tests pass", "pytest", {passing("cd /home/me/project && pytest")}, proven, ""},
      {"all tests pass", "pytest", {passing(". venv/bin/activate && pytest")}, proven, ""},
      {"all tests pass", "pytest", {passing("timeout 60 .venv/bin/pytest tests/")}, proven, ""},
      {"all tests pass", "pytest", {passing("bash -lc 'pytest -q'")}, proven, ""},
      {"all tests pass", "pytest", {passing("poetry run pytest")}, proven, ""},
      {"all tests pass", "pytest", {passing("set -o pipefail; pytest | tail -3")}, proven, ""},
      {"all tests pass", "pytest", {passing("pytest 2>&1 | tail -3")}, proven, "12 tests"},
      {"all tests pass", "pytest", {passing("pytest 2>&1 | tee out.log | tail -3")}, proven, ""},
      {"all tests pass", "pytest", {passing("pytest || true")}, proven, "12 tests"},
      {"all tests pass", "pytest", {passing("pytest; echo \"exit: $?\"")}, proven, ""},
      {"all tests pass", "pytest", {failing("pytest"), passing("pytest")}, proven, ""},
      {"all tests pass",
       "npm test",
       {run("npm run test", "Tests:       12 passed, 12 total\n")},
       proven,
       ""},
      {"all tests pass", "-", {run("go test ./...", "ok  \texample.com/m\t0.01s\n")}, proven, ""},
      {"all tests pass",
       "-",
       {run("cmake --build build && ctest --test-dir build",
            "100% tests passed, 0 tests failed out of 12\n")},
       proven,
       "12 tests"},
      {"the tests in tests/test_a.py pass",
       "pytest tests/test_a.py",
       {passing("pytest tests/test_a.py -v")},
       proven,
       ""},
      {"the new test passes", "-", {passing("pytest tests/test_a.py -k new")}, proven, ""},
      {"12 passed", "pytest", {passing("pytest")}, proven, ""},
      {"12 passed", "-", {passing("pytest tests/test_a.py")}, proven, ""},
      {"10 passed, 2 failed", "pytest", {failing("pytest")}, proven, ""},
      {"2 tests still fail", "pytest", {failing("pytest")}, proven, ""},
      {"the project's own check passes", "./ci/check.sh", {run("./ci/check.sh")}, proven, ""},

      {"all tests pass", "`pytest`", {passing("pytest")}, proven, ""},
      {"all tests pass", "$ pytest -q", {passing("pytest")}, proven, ""},
      {"all tests pass", "none", {passing("pytest")}, unproven, "no command named"},

      // proven by plumb's own run
      {"all tests pass", "-", {by_plumb(passing("pytest"))}, proven, "plumb's own run"},
      {"all tests pass", "pytest", {by_plumb(passing("pytest"))}, proven, "plumb's own run"},
      {"all tests pass",
       "pytest tests/test_a.py",
       {passing("pytest tests/test_a.py"), by_plumb(passing("pytest"))},
       proven,
       "plumb's own run"},
      {"all tests pass",
       "-",
       {by_plumb(run("for t in t/*; do sh $t; done"))},
       proven,
       "plumb's own run"},

      // never, elsewhere, too early
      {"all tests pass", "pytest", {}, unproven, "never run"},
      {"all tests pass", "-", {}, unproven, "no run of the tests"},
      {"all tests pass", "", {passing("pytest")}, unproven, "no command named"},
      {"all tests pass", "pytest", {early(passing("pytest"))}, unproven, "before the last change"},
      {"all tests pass", "-", {early(passing("pytest"))}, unproven, "before the last change"},
      {"all tests pass", "pytest", {early(failing("pytest"))}, unproven, "was not run again"},
      {"all tests pass",
       "pytest",
       {passing("cd /tmp/other && pytest")},
       unproven,
       "outside of the project"},
      {"all tests pass",
       "pytest",
       {in("/tmp/other", passing("pytest"))},
       unproven,
       "outside of the project"},
      {"all tests pass",
       "pytest",
       {in("..", passing("pytest"))},
       unproven,
       "outside of the project"},
      {"all tests pass", "pytest", {in("packages/a", passing("pytest"))}, unproven, "`packages/a`"},
      {"all tests pass", "pytest", {passing("cd ~ && pytest")}, unproven, "outside of the project"},
      {"all tests pass", "make test", {by_plumb(passing("pytest"))}, unproven, "never run"},
      {"all tests pass", "pytest", {killed}, unproven, "had not ended"},
      {"all tests pass", "pytest", {lost}, unproven, "did not stay"},

      // a part
      {"all tests pass", "-", {passing("pytest tests/test_a.py")}, unproven, "only a part"},
      {"all tests pass", "pytest -k fast", {passing("pytest -k fast")}, unproven, "only a part"},
      {"all tests pass",
       "-",
       {run("cargo test --lib", "test result: ok. 3 passed; 0 failed; 0 ignored\n")},
       unproven,
       "only a part"},
      {"all tests pass",
       "-",
       {run("cmake --build build && ctest -R unit",
            "100% tests passed, 0 tests failed out of 2\n")},
       unproven,
       "only a part"},
      {"all tests pass",
       "-",
       {passing("PYTEST_ADDOPTS='-k fast' pytest")},
       unproven,
       "only a part"},

      // hidden exit codes
      {"all tests pass",
       "pytest",
       {run("pytest || true", "...\n")},
       unproven,
       "hides the exit code"},
      {"all tests pass",
       "pytest",
       {run("pytest > /dev/null; echo done", "done\n")},
       unproven,
       "hides the exit code"},
      {"all tests pass",
       "pytest",
       {run("pytest | head -5", "tests/test_a.py::test_x PASSED\n")},
       unproven,
       "hides the exit code"},
      {"all tests pass",
       "pytest",
       {run("pytest | sed s/failed/passed/", k_12_passed)},
       unproven,
       "hides the exit code"},
      {"all tests pass", "pytest", {run("! pytest")}, unproven, "hides the exit code"},
      {"all tests pass", "pytest", {run("pytest &")}, unproven, "hides the exit code"},
      {"all tests pass",
       "pytest",
       {run("if pytest; then echo yes; fi", "yes\n")},
       unproven,
       "hides the exit code"},
      {"all tests pass", "pytest", {run("test -d x || pytest")}, unproven, "hides the exit code"},
      {"all tests pass", "make test", {run("make -i test", "")}, unproven, "hides the exit code"},
      {"all tests pass",
       "pytest",
       {passing("pytest() { echo '12 passed in 0.1s'; }; pytest")},
       unproven,
       "names mean"},
      {"all tests pass", "pytest", {passing("alias pytest=true; pytest")}, unproven, "names mean"},
      {"all tests pass", "pytest", {passing("PATH=/tmp/bin:$PATH pytest")}, unproven, "names mean"},
      {"all tests pass", "/tmp/bin/pytest", {passing("/tmp/bin/pytest")}, unproven, "names mean"},
      {"all tests pass",
       "bash run_tests.sh",
       {passing(
           "echo 'echo 12 passed in 0.10s' > run_tests.sh; bash run_tests.sh; rm run_tests.sh")},
       unproven,
       "names mean"},
      {"all tests pass", "pytest", {run("exit 0; pytest")}, unproven, "never run"},

      // numbers that are not the runner's
      {"all tests pass",
       "pytest",
       {passing("pytest > /dev/null || true; echo '12 passed in 0.10s'")},
       unproven,
       "hides the exit code"},
      {"all tests pass",
       "pytest",
       {passing("pytest > /dev/null; cat old.log")},
       unproven,
       "hides the exit code"},
      {"all tests pass",
       "pytest",
       {passing("pytest > now.log 2>&1; tail -3 now.log")},
       proven,
       "12 tests"},
      {"all tests pass",
       "pytest",
       {passing("pytest | tee now.log > /dev/null; tail -3 now.log")},
       proven,
       "12 tests"},
      {"all tests pass",
       "pytest",
       {run("pytest | grep -o '[0-9]* passed.*'", "10 passed in 0.10s\n")},
       unproven,
       "hides the exit code"},
      {"all tests pass",
       "pytest",
       {run("pytest | tail -c 22", "10 passed in 0.10s =\n")},
       unproven,
       "hides the exit code"},
      {"all tests pass", "pytest", {passing("pytest 2>&1 | grep passed")}, proven, "12 tests"},
      {"all tests pass",
       "-",
       {run("./build/a_test | grep PASSED", "[  PASSED  ] 10 tests.\n")},
       unproven,
       ""},
      {"42 passed",
       "pytest",
       {run("pytest -q > /dev/null && echo '42 passed in 0.10s'", "42 passed in 0.10s\n")},
       unproven,
       "does not tell how many"},
      {"all tests pass",
       "make check",
       {run("make check | tail -3", "OK (12 tests)\nmake: *** [check] Error 1\n")},
       unproven,
       "hides the exit code"},
      {"all tests pass",
       "make check",
       {run("make check; true", "== 1 failed, 2 passed in 0.1s ==\n== 3 passed in 0.1s ==\n")},
       refuted,
       "1 of 4"},
      {"all tests pass",
       "-",
       {run("export PYTEST_ADDOPTS=--co; pytest", "12 tests collected in 0.01s\n")},
       unproven,
       "runs no test"},
      {"all tests pass",
       "-",
       {passing("env PYTEST_ADDOPTS='-k fast' pytest")},
       unproven,
       "only a part"},
      {"all tests pass",
       "-",
       {passing("pytest -o python_files=test_ok.py")},
       unproven,
       "only a part"},
      {"all tests pass",
       "-",
       {run("go test -exec true ./...", "ok  \texample.com/m\t0.01s\n")},
       unproven,
       "hides the exit code"},

      // what was built before
      {"all tests pass",
       "ctest --test-dir build",
       {run("ctest --test-dir build", "100% tests passed, 0 tests failed out of 12\n")},
       unproven,
       "built before the last change"},
      {"all tests pass",
       "ctest --test-dir build",
       {run("cmake --build build"),
        run("ctest --test-dir build", "100% tests passed, 0 tests failed out of 12\n")},
       proven,
       ""},
      {"all tests pass",
       "-",
       {early(run("cmake --build build")),
        run("ctest --test-dir build", "100% tests passed, 0 tests failed out of 12\n")},
       unproven,
       "built before"},
      {"all tests pass",
       "-",
       {run("cd build && make test", "100% tests passed, 0 tests failed out of 12\n")},
       unproven,
       "built before"},
      {"the parser's tests pass",
       "build/parser_test",
       {run("build/parser_test", "[  PASSED  ] 12 tests.\n")},
       unproven,
       "built before"},
      {"all tests pass",
       "make -C other test",
       {run("make -C other test", "OK (12 tests)\n")},
       unproven,
       "`other`"},

      // nothing ran, or nothing that tests
      {"all tests pass",
       "pytest",
       {run("pytest --collect-only", "12 tests collected\n")},
       unproven,
       "runs no test"},
      {"all tests pass",
       "pytest",
       {run("pytest --version", "pytest 8\n")},
       unproven,
       "runs no test"},
      {"all tests pass",
       "python -m unittest",
       {run("python -m unittest", "Ran 0 tests in 0.000s\n\nOK\n")},
       unproven,
       "ran no test"},
      {"all tests pass",
       "pytest",
       {run("pytest", "===== 3 skipped in 0.01s =====\n")},
       unproven,
       "ran no test"},
      {"all tests pass",
       "-",
       {run("go test ./...", "?   \texample.com/m\t[no test files]\n")},
       unproven,
       "ran no test"},
      {"all tests pass", "-", {run("cargo test --no-run", "")}, unproven, "runs no test"},
      {"all tests pass",
       "-",
       {run("mvn -DskipTests package", "BUILD SUCCESS\n")},
       unproven,
       "no run of the tests"},
      {"all tests pass",
       "echo '12 passed in 0.10s'",
       {run("echo '12 passed in 0.10s'", "12 passed in 0.10s\n")},
       unproven,
       "only prints"},
      {"all tests pass",
       "cat result.txt",
       {run("cat result.txt", k_12_passed)},
       unproven,
       "only prints"},
      {"all tests pass", "-", {run("cat result.txt", k_12_passed)}, unproven, "only prints"},
      {"all tests pass", "-", {run("tail -5 pytest.log", k_12_passed)}, unproven, "only prints"},
      {"all tests pass",
       "-",
       {run("python -c 'print(\"12 passed in 0.10s\")'", "12 passed in 0.10s\n")},
       unproven,
       "not known to run any"},
      {"all tests pass",
       "python fake.py",
       {run("python fake.py", k_12_passed)},
       unproven,
       "not known to run tests"},
      {"all tests pass", "./run_tests.sh", {rigged_script}, unproven, "changed itself"},
      {"all tests pass", "ruff check", {run("ruff check")}, unproven, "not known to run tests"},
      {"all tests pass", "true", {run("true")}, unproven, "only prints"},
      {"12 passed", "make test", {run("make test", "ok\n")}, unproven, "does not tell how many"},

      // refuted
      {"all tests pass", "pytest", {failing("pytest")}, refuted, "2 of 12 tests"},
      {"all tests pass", "-", {passing("pytest"), failing("pytest")}, refuted, "failed"},
      {"all tests pass",
       "-",
       {passing("pytest"), failing("pytest tests/test_a.py")},
       refuted,
       "failed"},
      {"all tests pass", "pytest", {run("pytest || true", k_2_failed)}, refuted, "2 of 12"},
      {"all tests pass",
       "pytest",
       {run("pytest | tail -1", "======= 2 failed, 10 passed in 0.10s =======\n")},
       refuted,
       "2 of 12"},
      {"all tests pass",
       "pytest",
       {run("pytest", "bash: pytest: command not found\n", 127)},
       refuted,
       "exit code 127"},
      {"all tests pass",
       "pytest",
       {passing("pytest"), by_plumb(failing("pytest"))},
       refuted,
       "plumb's own run"},
      {"all tests pass", "", {by_plumb(failing("pytest"))}, refuted, "plumb's own run"},
      {"all tests pass", "pytest", {hung}, refuted, "did not end"},
      {"all tests pass", "-", {by_plumb(run("make check", "", 2))}, refuted, "exit code 2"},
      {"42 passed", "pytest", {passing("pytest")}, refuted, "12 passed, not 42"},
      {"42 passed", "-", {passing("pytest")}, refuted, "12 passed, not 42"},
      {"all 42 tests pass",
       "-",
       {passing("pytest"), by_plumb(passing("pytest"))},
       refuted,
       "12 tests, not 42"},
      {"12 passed, 0 failed", "pytest", {failing("pytest")}, refuted, "2 of 12"},
      {"10 passed, 1 failed", "pytest", {failing("pytest")}, refuted, "2 failed, not 1"},
      {"no test failures", "-", {failing("pytest")}, refuted, "2 of 12"},
      {"===== 42 passed in 0.10s =====", "-", {passing("pytest")}, refuted, "not 42"},
      {"`test_x` passes",
       "-",
       {by_plumb(with_tests(failing("pytest"), {bad("tests/test_a.py::test_x")}))},
       refuted,
       "plumb's own run"},
      {"the new test passes",
       "pytest tests/test_a.py",
       {with_tests(passing("pytest tests/test_a.py"), {ok("test_x")}),
        by_plumb(with_tests(failing("pytest"), {bad("test_x")}))},
       refuted,
       "plumb's own run"},
      {"the suite fails", "pytest", {by_plumb(passing("pytest"))}, refuted, "passed"},

      // builds and linters
      {"the build succeeds", "-", {run("cmake --build build -j 4")}, proven, ""},
      {"the build succeeds", "npm run build", {run("npm run build")}, proven, ""},
      {"the code compiles",
       "-",
       {run("cargo test", "test result: ok. 3 passed; 0 failed\n")},
       proven,
       ""},
      {"the build succeeds",
       "-",
       {run("cmake --build build | tail -2", "done\n")},
       unproven,
       "hides the exit code"},
      {"the build succeeds", "-", {early(run("make"))}, unproven, "before the last change"},
      {"the build succeeds", "-", {run("make", "error\n", 2)}, refuted, "exit code 2"},
      {"the build succeeds", "-", {passing("pytest")}, unproven, "no build"},
      {"the build succeeds", "echo built", {run("echo built")}, unproven, "only prints"},
      {"lint is clean", "-", {run("ruff check .", "All checks passed!\n")}, proven, ""},
      {"lint is clean", "ruff check", {run("ruff check .")}, proven, ""},
      {"lint is clean", "-", {run("ruff check a.py")}, unproven, "some files only"},
      {"lint is clean",
       "-",
       {run("ruff check . --exit-zero", "a.py:1: E501\n")},
       unproven,
       "hides the exit code"},
      {"lint is clean", "-", {run("ruff check .", "a.py:1: E501\n", 1)}, refuted, "exit code 1"},
      {"clippy is clean",
       "-",
       {run("cargo clippy", "warning: unused variable\n")},
       unproven,
       "printed warnings"},
      {"lint is clean", "-", {run("black .")}, unproven, "no run of a linter"},

      // fixes, and whatever else a command can show
      {"the bug is fixed", "-", {early(failing("pytest")), passing("pytest")}, proven, ""},
      {"the bug is fixed",
       "-",
       {before_all(failing("pytest")), by_plumb(passing("pytest"))},
       proven,
       "plumb's own run"},
      {"the bug is fixed",
       "-",
       {by_plumb(passing("pytest"))},
       unproven,
       "no run on record failed before"},
      {"the bug is fixed",
       "-",
       {early(run("python repro.py", "", 1)), run("python repro.py")},
       proven,
       "exit code 1 before"},
      {"the bug is fixed", "-", {by_plumb(failing("pytest"))}, refuted, "2 of 12"},
      {"the bug is fixed", "-", {}, unproven, "no run"},
      {"the output is right", "./app --demo", {run("./app --demo")}, proven, ""},
      {"the output is right", "python app.py", {own_app}, proven, ""},
      {"the new test passes", "python tests/test_new.py", {own_test}, proven, ""},
      {"the output is right", "./app --demo", {run("./app --demo", "", 3)}, refuted, "exit code 3"},
      {"the output is right", "./app --demo", {run("./app --other")}, unproven, "never run"},
      {"only one file changed",
       "git diff --stat",
       {run("git diff --stat")},
       unproven,
       "only prints"},
      {"it starts", "make && ./app", {run("make")}, unproven, "never run"},
      {"the design is simple", "", {}, unproven, "no command named"},
  };
}

class Marking : public testing::TestWithParam<Case> {};

TEST_P(Marking, IsWhatTheRecordShows) {
  const Case& one = GetParam();
  std::vector<Evidence> runs = one.runs;
  std::uint64_t event = 11;
  for (Evidence& each : runs) each.event = event++;
  const bool is_prose = std::string_view(one.command) == "-";
  const Claim claim{one.text, is_prose ? "" : one.command, !is_prose};
  const auto marked = mark_claims({claim}, runs, {"pytest", "./ci/check.sh"}, 10, true);
  ASSERT_EQ(marked.size(), 1U);
  EXPECT_EQ(name(marked[0].mark), name(one.mark))
      << one.text << " / " << one.command << "\n  " << marked[0].why;
  EXPECT_NE(marked[0].why.find(one.why), std::string::npos)
      << one.text << " / " << one.command << "\n  " << marked[0].why;
  if (one.mark != unproven) EXPECT_NE(marked[0].event, 0U);
}
INSTANTIATE_TEST_SUITE_P(Table, Marking, testing::ValuesIn(cases()));

TEST(Mark, RefutesAFixThatChangedNothing) {
  const auto marked =
      mark_claims({{"the bug is fixed", "", false}}, {passing("pytest")}, {}, 0, false);
  EXPECT_EQ(marked[0].mark, refuted);
  EXPECT_EQ(marked[0].why, "nothing was changed");
}

TEST(Mark, TakesTheProseClaimsCommandAsAWord) {
  auto claims = claims_in("I ran pytest and it passes.");
  ASSERT_EQ(claims.size(), 1U);
  EXPECT_EQ(mark_claims(claims, {passing("python -m pytest -q")}, {}, 10, true)[0].mark, proven);
  EXPECT_EQ(
      mark_claims(claims, {run("npm test", "Tests:       12 passed, 12 total\n")}, {}, 10, true)[0]
          .mark,
      unproven);
}

TEST(Mark, AStaleCheckOfPlumbOutranksNothing) {
  const auto marked =
      mark_claims({{"all tests pass", "", false}},
                  {early(by_plumb(failing("pytest"))), passing("pytest")}, {}, 10, true);
  EXPECT_EQ(marked[0].mark, proven);
}

TEST(Mark, ManyClaimsAndRunsTakeLittle) {
  std::vector<Evidence> runs(2000, passing("pytest tests/test_a.py && ruff check . | tail -1"));
  for (auto& each : runs) each.output += std::string(20000, 'x') + "\n";
  const std::vector<Claim> claims(k_claims_max, {"all tests pass", "make test", true});
  EXPECT_EQ(mark_claims(claims, runs, {"pytest"}, 10, true).size(), k_claims_max);
}

TEST(ScriptsStarted, NamesWhatTheSessionMayHaveWritten) {
  EXPECT_EQ(scripts_started("bash tools/run.sh"), (std::vector<std::string>{"tools/run.sh"}));
  EXPECT_EQ(scripts_started("cd tools && ./run.sh"),
            (std::vector<std::string>{"tools/run.sh", "tools/./run.sh"}));
  EXPECT_EQ(scripts_started("python -m pytest"),
            (std::vector<std::string>{"pytest.py", "pytest/__main__.py", "pytest/__init__.py"}));
  EXPECT_TRUE(scripts_started("pytest -q").empty());
}

TEST(WritesAround, TellsWhatComesBeforeARunFromWhatComesBehind) {
  EXPECT_TRUE(writes_around("sed -i s/a/b/ x.py && pytest").before);
  EXPECT_FALSE(writes_around("sed -i s/a/b/ x.py && pytest").after);
  EXPECT_TRUE(writes_around("pytest && sed -i s/a/b/ x.py").after);
  EXPECT_TRUE(writes_around("pytest; cat > x.py <<EOF\n1\nEOF\n").after);
  EXPECT_FALSE(writes_around("cd a && pytest | tail -3; echo $?").after);
  EXPECT_FALSE(writes_around("cd a && pytest | tail -3; echo $?").before);
}

}  // namespace
}  // namespace verify
