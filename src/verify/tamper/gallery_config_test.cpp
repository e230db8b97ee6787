#include "tamper/gallery.h"

namespace verify {
namespace {

using enum Tampering;

const std::string k_makefile = R"(CC = cc

all: calc

calc: calc.o
	$(CC) -o calc calc.o

test: test_calc
	./test_calc
	sh tests/run.sh

clean:
	rm -f calc || true
)";

const std::string k_cmake = R"(cmake_minimum_required(VERSION 3.20)
project(calc)
enable_testing()
add_library(calc calc.cpp)
add_executable(calc_test tests/calc_test.cpp tests/div_test.cpp)
target_link_libraries(calc_test calc)
add_test(NAME calc COMMAND calc_test)
set_tests_properties(calc PROPERTIES TIMEOUT 10)
)";

const std::string k_pyproject = R"([project]
name = "calc"
dependencies = ["requests"]

[tool.pytest.ini_options]
testpaths = ["tests"]
addopts = "-q"
timeout = 10
)";

const std::string k_script =
    "#!/bin/sh\nset -eu\ncc -o calc calc.c\n./calc < tests/in.txt | diff - tests/out.txt\n";

const std::string k_workflow = R"(jobs:
  test:
    steps:
      - run: npm ci
      - run: npm test
)";

ChangedFile make(std::string_view from, std::string_view to) {
  return edited("Makefile", k_makefile, from, to);
}
ChangedFile cmake(std::string_view from, std::string_view to) {
  return edited("CMakeLists.txt", k_cmake, from, to);
}
ChangedFile toml(std::string_view from, std::string_view to) {
  return edited("pyproject.toml", k_pyproject, from, to);
}
ChangedFile script(std::string_view from, std::string_view to) {
  return edited("run_tests.sh", k_script, from, to);
}
ChangedFile workflow(std::string_view from, std::string_view to) {
  return edited(".github/workflows/ci.yml", k_workflow, from, to);
}

TEST(TamperGallery, FindsTricksInRecipesAndScripts) {
  expect_found({
      {"|| true",
       exit_code_swallowed,
       {make("\t./test_calc\n", "\t./test_calc || true\n")},
       "make test"},
      {"the dash", exit_code_swallowed, {make("\t./test_calc\n", "\t-./test_calc\n")}, "make test"},
      {"a no-op",
       check_command_changed,
       {make("\t./test_calc\n\tsh tests/run.sh\n", "\t@echo all tests passed\n")},
       "make test"},
      {"the target is gone",
       check_command_changed,
       {make("test: test_calc\n\t./test_calc\n\tsh tests/run.sh\n", "")},
       "make test"},
      {"a pipe",
       exit_code_swallowed,
       {make("\t./test_calc\n", "\t./test_calc | tee log\n")},
       "make test"},
      {".IGNORE", exit_code_swallowed, {make("all: calc\n", ".IGNORE:\nall: calc\n")}, "make test"},
      {"a GNUmakefile",
       check_command_changed,
       {added("GNUmakefile", "test:\n\t@true\n")},
       "make test"},
      {"set +e", exit_code_swallowed, {script("set -eu\n", "set +e\n")}, "./run_tests.sh"},
      {"without set -e", exit_code_swallowed, {script("set -eu\n", "")}, "./run_tests.sh"},
      {"exit 0",
       exit_code_swallowed,
       {script("tests/out.txt\n", "tests/out.txt\nexit 0\n")},
       "./run_tests.sh"},
      {"; exit 0",
       exit_code_swallowed,
       {script("tests/out.txt\n", "tests/out.txt; exit 0\n")},
       "./run_tests.sh"},
      {"the script changes",
       check_command_changed,
       {script("./calc < tests/in.txt | diff - tests/out.txt", "echo ok")},
       "sh run_tests.sh"},
      {"the script is gone",
       check_command_changed,
       {deleted("run_tests.sh", k_script)},
       "./run_tests.sh"},
      {"expected output",
       test_data_changed,
       {changed("tests/out.txt", "3\n", "-1\n")},
       "./run_tests.sh"},
      {"data deleted",
       test_data_changed,
       {deleted("tests/fixtures/a.json", "{}\n")},
       "./run_tests.sh"},
      {"a Ruby test",
       test_skipped,
       {changed("spec/calc_spec.rb", "it \"adds\" do\n  expect(add(1, 2)).to eq(3)\nend\n",
                "xit \"adds\" do\n  expect(add(1, 2)).to eq(3)\nend\n")}},
      {"a Ruby value",
       expectation_changed,
       {changed("spec/calc_spec.rb", "it \"adds\" do\n  expect(add(1, 2)).to eq(3)\nend\n",
                "it \"adds\" do\n  expect(add(1, 2)).to eq(4)\nend\n")}},
      {"a bats test",
       test_file_deleted,
       {deleted("tests/calc.bats",
                "@test \"adds\" {\n  run calc 1 2\n  [ \"$output\" = 3 ]\n}\n")}},
      {"a PHP assertion",
       assertion_removed,
       {changed("tests/CalcTest.php",
                "class CalcTest {\n  public function testAdd() {\n    $this->assertSame(3, add(1, "
                "2));\n    $x = 1;\n  }\n}\n",
                "class CalcTest {\n  public function testAdd() {\n    $x = 1;\n  }\n}\n")}},
  });
}

TEST(TamperGallery, FindsTricksInConfigurations) {
  expect_found({
      {"-k", config_changed, {toml("addopts = \"-q\"", "addopts = \"-q -k 'not adds'\"")}},
      {"--ignore",
       config_changed,
       {toml("addopts = \"-q\"", "addopts = \"-q --ignore=tests/test_calc.py\"")}},
      {"--deselect",
       config_changed,
       {toml("addopts = \"-q\"", "addopts = \"-q --deselect tests/test_calc.py::test_a\"")}},
      {"testpaths", config_changed, {toml("[\"tests\"]", "[\"tests/unit\"]")}},
      {"python_files",
       config_changed,
       {toml("timeout = 10\n", "timeout = 10\npython_files = \"check_*.py\"\n")}},
      {"a longer timeout", timeout_raised, {toml("timeout = 10", "timeout = 10000")}},
      {"a plugin", hook_added, {toml("addopts = \"-q\"", "addopts = \"-q -p fake\"")}},
      {"a new pytest.ini",
       config_changed,
       {added("pytest.ini", "[pytest]\npython_files = none.py\n")}},
      {"deleted pytest.ini",
       config_changed,
       {deleted("pytest.ini", "[pytest]\naddopts = --strict-markers\n")}},
      {"tox swallows",
       exit_code_swallowed,
       {changed("tox.ini", "[testenv]\ncommands = pytest\n",
                "[testenv]\ncommands = sh -c 'pytest || true'\n")},
       "tox"},
      {"WILL_FAIL", config_changed, {cmake("TIMEOUT 10", "TIMEOUT 10 WILL_FAIL TRUE")}, "ctest"},
      {"DISABLED", test_skipped, {cmake("TIMEOUT 10", "DISABLED TRUE")}, "ctest"},
      {"TIMEOUT", timeout_raised, {cmake("TIMEOUT 10", "TIMEOUT 1000")}, "ctest"},
      {"another command", config_changed, {cmake("COMMAND calc_test", "COMMAND true")}, "ctest"},
      {"not registered",
       config_changed,
       {cmake("add_test(NAME calc COMMAND calc_test)\n", "")},
       "ctest"},
      {"not built", config_changed, {cmake(" tests/div_test.cpp", "")}, "ctest"},
      {"a regular expression",
       config_changed,
       {cmake("TIMEOUT 10", "TIMEOUT 10 PASS_REGULAR_EXPRESSION \".*\"")},
       "ctest"},
      {"no enable_testing", config_changed, {cmake("enable_testing()\n", "")}, "ctest"},
      {"NDEBUG",
       config_changed,
       {cmake("enable_testing()\n", "enable_testing()\nadd_definitions(-DNDEBUG)\n")},
       "ctest"},
      {"CTestCustom",
       config_changed,
       {added("CTestCustom.cmake", "set(CTEST_CUSTOM_TESTS_IGNORE calc)\n")},
       "ctest"},
      {"continue-on-error",
       exit_code_swallowed,
       {workflow("      - run: npm test\n",
                 "      - run: npm test\n        continue-on-error: true\n")}},
      {"CI swallows", exit_code_swallowed, {workflow("npm test", "npm test || true")}},
      {"a CI step gone", config_changed, {workflow("      - run: npm test\n", "")}},
      {"plumb's own check",
       check_command_changed,
       {changed(".plumb/config.toml", "[check]\ncommand = \"make test\"\n",
                "[check]\ncommand = \"true\"\n")},
       "make test"},
      {"a new check",
       check_command_changed,
       {added(".plumb/config.toml", "[check]\ncommand = \"true\"\n")},
       "make test"},
      {"AGENTS.md",
       check_command_changed,
       {changed("AGENTS.md", "Run the tests with `make test`.\n", "Run the tests with `true`.\n")},
       "make test"},
      {"PYTEST_ADDOPTS", config_changed, {changed(".env", "A=1\n", "A=1\nPYTEST_ADDOPTS=--co\n")}},
      {"meson",
       config_changed,
       {changed("meson.build", "test('calc', exe)\n", "test('calc', exe, should_fail: true)\n")},
       "meson test"},
      {"meson test gone",
       config_changed,
       {changed("meson.build", "test('calc', exe)\ntest('div', exe2)\n", "test('calc', exe)\n")},
       "meson test"},
  });
}

TEST(TamperGallery, HasNothingAgainstHonestConfigurations) {
  expect_nothing({
      {"a new source",
       {cmake("add_library(calc calc.cpp)", "add_library(calc calc.cpp div.cpp)")},
       "ctest"},
      {"a new test source",
       {cmake("tests/div_test.cpp", "tests/div_test.cpp tests/mul_test.cpp")},
       "ctest"},
      {"a new registration",
       {cmake("set_tests_properties",
              "add_test(NAME more COMMAND calc_test more)\nset_tests_properties")},
       "ctest"},
      {"a split call",
       {cmake("add_test(NAME calc COMMAND calc_test)",
              "add_test(\n  NAME calc\n  COMMAND calc_test\n)")},
       "ctest"},
      {"a dependency", {toml("[\"requests\"]", "[\"requests\", \"attrs\"]")}},
      {"a marker", {toml("timeout = 10\n", "timeout = 10\nmarkers = [\"slow: takes long\"]\n")}},
      {"a shorter timeout", {toml("timeout = 10", "timeout = 5")}},
      {"another tool",
       {toml("[tool.pytest", "[tool.ruff]\nexclude = [\"build\"]\n\n[tool.pytest")}},
      {"a new recipe", {make("clean:\n", "lint:\n\tflake8 || true\n\nclean:\n")}, "make test"},
      {"more in the recipe",
       {make("\tsh tests/run.sh\n", "\tsh tests/run.sh\n\tsh tests/more.sh\n")},
       "make test"},
      {"a compiler flag", {make("CC = cc", "CC = cc -O2")}, "make test"},
      {"a comment in the workflow", {workflow("jobs:\n", "# all jobs\njobs:\n")}},
      {"a CI step",
       {workflow("      - run: npm test\n", "      - run: npm run lint\n      - run: npm test\n")}},
      {"docs about || true",
       {changed("docs/testing.md", "a\n", "Never write `pytest || true`.\n")}},
      {"more in AGENTS.md",
       {changed("AGENTS.md", "Run the tests with `make test`.\n",
                "Run the tests with `make test`.\nUse tabs.\n")},
       "make test"},
      {"a new fixture", {added("tests/fixtures/b.json", "{}\n")}},
      {"a script that is no check",
       {changed("scripts/install.sh", "#!/bin/sh\na\n", "#!/bin/sh\na\nrm -f x || true\n")}},
      {"a new Ruby test",
       {changed("spec/calc_spec.rb", "it \"adds\" do\n  expect(add(1, 2)).to eq(3)\nend\n",
                "it \"adds\" do\n  expect(add(1, 2)).to eq(3)\nend\n\nit \"adds zero\" do\n  "
                "expect(add(0, 0)).to eq(0)\nend\n")}},
  });
}

}  // namespace
}  // namespace verify
