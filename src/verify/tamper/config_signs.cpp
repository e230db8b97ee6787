#include "tamper/config_signs.h"

#include <array>

#include "base/paths.h"
#include "code/language.h"
#include "tamper/words.h"

namespace verify::tamper {
namespace {

using enum Tampering;
using enum Where;

constexpr std::string_view k_collects = "changes which tests are collected";
constexpr std::string_view k_judges = "changes how results are judged";
constexpr std::string_view k_leaves_out = "leaves tests out";
constexpr std::string_view k_runs_first = "has more code run inside of the runner";

constexpr Sign k_signs[] = {
    {k_pytest, "testpaths", either, config_changed, k_collects},
    {k_pytest, "python_files", either, config_changed, k_collects},
    {k_pytest, "python_classes", either, config_changed, k_collects},
    {k_pytest, "python_functions", either, config_changed, k_collects},
    {k_pytest, "norecursedirs", either, config_changed, k_collects},
    {k_pytest, "collect_ignore", either, config_changed, k_leaves_out},
    {k_pytest, "collect_ignore_glob", either, config_changed, k_leaves_out},
    {k_pytest, "--ignore", added, config_changed, k_leaves_out},
    {k_pytest, "--ignore-glob", added, config_changed, k_leaves_out},
    {k_pytest, "--deselect", added, config_changed, k_leaves_out},
    {k_pytest, "--collect-only", added, config_changed, "collects tests without running them"},
    {k_pytest, "--co", added, config_changed, "collects tests without running them"},
    {k_pytest, "--continue-on-collection-errors", added, config_changed, k_judges},
    {k_pytest, "--suppress-no-test-exit-code", added, exit_code_swallowed,
     "makes a run without tests a success"},
    {k_pytest, "--suppress-tests-failed-exit-code", added, exit_code_swallowed,
     "makes failing tests a success"},
    {k_pytest, "--reruns", added, config_changed, "repeats tests that fail"},
    {k_pytest, "xfail_strict", either, config_changed, k_judges},
    {k_pytest, "--strict", removed, config_changed, k_judges},
    {k_pytest, "--strict-markers", removed, config_changed, k_judges},
    {k_pytest, "--runxfail", either, config_changed, k_judges},
    {k_pytest, "--lf", added, config_changed, k_leaves_out},
    {k_pytest, "--last-failed", added, config_changed, k_leaves_out},
    {k_pytest, "-p", added, hook_added, "loads or switches off a plugin of the runner"},
    {k_pytest, "pytest_plugins", added, hook_added, "loads a plugin into the runner"},
    {k_pytest, "pytest11", added, hook_added, "registers a plugin of the runner"},
    {k_pytest, "--cov-fail-under", removed, config_changed,
     "changes the coverage that is demanded"},
    {k_pytest, "fail_under", either, config_changed, "changes the coverage that is demanded"},
    {k_node, "testpathignorepatterns", either, config_changed, k_leaves_out},
    {k_node, "modulepathignorepatterns", either, config_changed, k_leaves_out},
    {k_node, "testmatch", either, config_changed, k_collects},
    {k_node, "testregex", either, config_changed, k_collects},
    {k_node, "testnamepattern", either, config_changed, k_leaves_out},
    {k_node, "roots", either, config_changed, k_collects},
    {k_node, "testenvironment", removed, config_changed, "changes what the tests run in"},
    {k_node, "testrunner", either, config_changed, "changes the runner"},
    {k_node, "runner", either, config_changed, "changes the runner"},
    {k_node, "testresultsprocessor", added, hook_added, "has the results processed"},
    {k_node, "reporters", added, hook_added, "changes who reports the results"},
    {k_node, "setupfiles", added, hook_added, k_runs_first},
    {k_node, "setupfilesafterenv", added, hook_added, k_runs_first},
    {k_node, "globalsetup", added, hook_added, k_runs_first},
    {k_node, "globalteardown", added, hook_added, k_runs_first},
    {k_node, "snapshotserializers", either, config_changed, "changes how snapshots are compared"},
    {k_node, "snapshotresolver", either, config_changed, "changes where snapshots lie"},
    {k_node, "modulenamemapper", added, config_changed, "replaces modules while testing"},
    {k_node, "passwithnotests", added, exit_code_swallowed, "makes a run without tests a success"},
    {k_node, "--passwithnotests", added, exit_code_swallowed,
     "makes a run without tests a success"},
    {k_node, "dangerouslyignoreunhandlederrors", added, config_changed, k_judges},
    {k_node, "retrytimes", added, config_changed, "repeats tests that fail"},
    {k_node, "retries", added, config_changed, "repeats tests that fail"},
    {k_node, "retry", added, config_changed, "repeats tests that fail"},
    {k_node, "coveragethreshold", either, config_changed, "changes the coverage that is demanded"},
    {k_node, "--updatesnapshot", added, config_changed,
     "writes new snapshots instead of comparing"},
    {k_node, "updatesnapshot", added, config_changed, "writes new snapshots instead of comparing"},
    {k_node, "--forbid-only", removed, config_changed, k_judges},
    {k_node, "forbidonly", either, config_changed, k_judges},
    {k_node, "allowonly", added, config_changed, k_judges},
    {k_node, "ignore-scripts", added, config_changed, "keeps npm from running scripts"},
    {k_node, "script-shell", added, exit_code_swallowed, "has npm run scripts by another shell"},
    {k_cmake, "will_fail", added, config_changed, "makes a failing test a success"},
    {k_cmake, "disabled", added, test_skipped, "switches a test off"},
    {k_cmake, "pass_regular_expression", either, config_changed,
     "judges a test by its output, not by its exit code"},
    {k_cmake, "fail_regular_expression", removed, config_changed, k_judges},
    {k_cmake, "skip_return_code", either, test_skipped, "counts a failing test as skipped"},
    {k_cmake, "skip_regular_expression", either, test_skipped, "counts tests as skipped"},
    {k_cmake, "enable_testing", removed, config_changed, "no longer registers tests"},
    {k_cmake, "ctest_custom_tests_ignore", either, config_changed, k_leaves_out},
    {k_cmake, "test_filter", either, config_changed, k_leaves_out},
    {k_cmake, "ndebug", added, config_changed, "switches assert() off"},
    {k_cmake, "-dndebug", added, config_changed, "switches assert() off"},
    {k_make, "-dndebug", added, config_changed, "switches assert() off"},
    {k_make, ".ignore", added, exit_code_swallowed, "has make ignore failing commands"},
    {k_make, "makeflags", added, config_changed, "changes how make judges failures"},
    {k_make, "shell", added, config_changed, "has recipes run by another shell"},
    {k_make, ".shellflags", added, config_changed, "has recipes run by another shell"},
    {k_cargo, "test = false", added, config_changed, k_leaves_out},
    {k_cargo, "harness = false", added, config_changed, "replaces the test harness"},
    {k_cargo, "autotests = false", added, config_changed, k_leaves_out},
    {k_cargo, "doctest = false", added, config_changed, k_leaves_out},
    {k_cargo, "[[test]]", removed, config_changed, k_leaves_out},
    {k_cargo, "required-features", added, config_changed, k_leaves_out},
    {k_cargo, "overflow-checks = false", added, config_changed, k_judges},
    {k_cargo, "debug-assertions = false", added, config_changed, "switches assertions off"},
    {k_maven, "skiptests", added, config_changed, k_leaves_out},
    {k_maven, "maven.test.skip", added, config_changed, k_leaves_out},
    {k_maven, "-dskiptests", added, config_changed, k_leaves_out},
    {k_maven, "testfailureignore", added, exit_code_swallowed, "ignores failing tests"},
    {k_maven, "maven.test.failure.ignore", added, exit_code_swallowed, "ignores failing tests"},
    {k_maven, "excludedgroups", either, config_changed, k_leaves_out},
    {k_maven, "failifnotests", added, config_changed, k_judges},
    {k_maven, "rerunfailingtestscount", added, config_changed, "repeats tests that fail"},
    {k_maven, "enableassertions", added, config_changed, "switches assertions off"},
    {k_gradle, "ignorefailures", added, exit_code_swallowed, "ignores failing tests"},
    {k_gradle, "excludetags", added, config_changed, k_leaves_out},
    {k_gradle, "excludetestsmatching", added, config_changed, k_leaves_out},
    {k_gradle, "includetestsmatching", added, config_changed, k_leaves_out},
    {k_gradle, "enabled = false", added, config_changed, k_leaves_out},
    {k_gradle, "onlyif", added, config_changed, k_leaves_out},
    {k_gradle, "maxretries", added, config_changed, "repeats tests that fail"},
    {k_gradle, "failonnodiscoveredtests", added, config_changed, k_judges},
    {k_gradle, "usejunitplatform", removed, config_changed, "changes the runner"},
    {k_meson, "should_fail", added, config_changed, "makes a failing test a success"},
    {k_ci, "continue-on-error: true", added, exit_code_swallowed, "goes on after a failure"},
    {k_ci, "allow_failure: true", added, exit_code_swallowed, "goes on after a failure"},
    {k_ci, "allow_failures", added, exit_code_swallowed, "goes on after a failure"},
    {k_ci, "if: false", added, config_changed, "switches a step off"},
    {k_ci, "if: ${{ false }}", added, config_changed, "switches a step off"},
    {k_ci, "when: never", added, config_changed, "switches a step off"},
    {k_plumb, "command", either, check_command_changed, "changes the project's check"},
    {k_environment, "pytest_addopts", added, config_changed, "gives options to the runner"},
    {k_environment, "pytest_plugins", added, hook_added, "loads a plugin into the runner"},
    {k_environment, "node_options", added, hook_added, "gives options to the runner"},
    {k_environment, "gtest_filter", added, config_changed, k_leaves_out},
    {k_environment, "ld_preload", added, hook_added, "loads a library into the runner"},
    {k_environment, "java_tool_options", added, hook_added, "gives options to the runner"},
    {k_environment, "goflags", added, config_changed, "gives options to the runner"},
    {k_environment, "-test.run", added, config_changed, k_leaves_out},
    {k_environment, "go test -short", added, config_changed, k_leaves_out},
};

constexpr std::array k_test_words = std::to_array<std::string_view>(
    {"test",      "tests",    "check",      "pytest",  "ctest",   "jest",    "mocha",
     "vitest",    "unittest", "tox",        "mvn",     "gradle",  "gradlew", "nox",
     "ava",       "tap",      "playwright", "cypress", "nextest", "verify",  "runtests",
     "run_tests", "test.sh",  "spec",       "rspec",   "phpunit"});

bool has_bare_test_word(std::string_view line) {
  for (std::size_t at = line.find("test"); at != std::string_view::npos;
       at = line.find("test", at + 1)) {
    // latest, greatest, contest, attestation are no tests.
    if (at == 0 || line[at - 1] < 'a' || line[at - 1] > 'z') return true;
  }
  return false;
}

}  // namespace

std::span<const Sign> config_signs() {
  return k_signs;
}

std::uint32_t kind_of_config(std::string_view path, std::string_view text) {
  const std::string file = lower(base::file_name(path));
  const std::string_view extension = base::extension(path);
  std::uint32_t kinds = k_environment;
  if (file == "pytest.ini" || file == ".pytest.ini" || file == "tox.ini" || file == "setup.cfg" ||
      file == "pyproject.toml" || file == "conftest.py" || file == "noxfile.py" ||
      file == "pytest.toml" || file == "setup.py" || file == ".coveragerc")
    kinds |= k_pytest | k_shell;
  if (file == "package.json" || file == ".npmrc" || file.starts_with("jest.") ||
      file.starts_with("vitest.") || file.starts_with("vite.config") ||
      file.starts_with(".mocharc") || file.starts_with("playwright.") ||
      file.starts_with("ava.config") || file.starts_with("cypress.") ||
      file.starts_with("karma.") || file == "mocha.opts")
    kinds |= k_node;
  if (file == "package.json") kinds |= k_shell;
  if (file == "cmakelists.txt" || extension == ".cmake" || file.starts_with("ctest"))
    kinds |= k_cmake;
  if (file.find("makefile") != std::string::npos || extension == ".mk" || file == "justfile")
    kinds |= k_make | k_shell;
  if (file == "cargo.toml" || path.ends_with(".cargo/config.toml") || file == "nextest.toml")
    kinds |= k_cargo;
  if (file == "pom.xml" || file == "maven.config" || file == "build.xml") kinds |= k_maven;
  if (file.find(".gradle") != std::string::npos || file == "gradle.properties") kinds |= k_gradle;
  if (file.starts_with("meson")) kinds |= k_meson;
  if (code::language_name(path) == "Shell" || text.starts_with("#!/bin/sh") ||
      text.starts_with("#!/bin/bash") || text.starts_with("#!/usr/bin/env bash"))
    kinds |= k_shell;
  if (path.find(".github/workflows/") != std::string_view::npos || file == ".gitlab-ci.yml" ||
      file == ".travis.yml" || path.find(".circleci/") != std::string_view::npos ||
      file == "azure-pipelines.yml" || file == "jenkinsfile" || file == "taskfile.yml")
    kinds |= k_ci | k_shell;
  if (path.ends_with(".plumb/config.toml")) kinds |= k_plumb | k_shell;
  if (file == "agents.md" || file == "claude.md") kinds |= k_instructions | k_shell;
  return kinds;
}

std::string_view swallowing(std::string_view line) {
  const std::string flat = one_line(line);
  constexpr std::array k_ways = std::to_array<std::string_view>({"|| true",
                                                                 "||true",
                                                                 "|| :",
                                                                 "||:",
                                                                 "|| exit 0",
                                                                 "|| /bin/true",
                                                                 "|| echo",
                                                                 "|| printf",
                                                                 "; exit 0",
                                                                 "; true",
                                                                 "; :",
                                                                 "&& exit 0",
                                                                 "set +e",
                                                                 "set +o errexit",
                                                                 "set +o pipefail",
                                                                 "|| return 0",
                                                                 "|| (exit 0)",
                                                                 "|| cd .",
                                                                 "exit 0 #",
                                                                 "|| ver>nul",
                                                                 "trap 'exit 0'",
                                                                 "trap \"exit 0\"",
                                                                 "& exit 0",
                                                                 "2>&1 &"});
  for (const std::string_view way : k_ways) {
    const std::size_t at = flat.find(way);
    if (at == std::string::npos) continue;
    const std::size_t end = at + way.size();
    // "; true" and "set +e" end a word there.
    if (end < flat.size() && is_word_char(way.back()) && is_word_char(flat[end])) continue;
    return way;
  }
  for (const std::string_view pipe : {"| tee", "| cat", "| grep", "| tail", "| head", "| sed"}) {
    const std::size_t at = flat.find(pipe);
    if (at != std::string::npos && flat.find("pipefail") == std::string::npos &&
        (at == 0 || flat[at - 1] != '|'))
      return pipe;
  }
  return {};
}

bool is_about_tests(std::string_view line) {
  const std::string small = lower(line);
  return has_any(small, k_test_words) || has_bare_test_word(small);
}

}  // namespace verify::tamper
