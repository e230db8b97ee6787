// Names decide, in this order: what a runner reads or executes by itself (test_config), what says
// how to build (build), text for people (docs), then the folders and endings by which the runners
// find tests, and last the language. Configuration goes first because tests/conftest.py lies in a
// test folder and is far more powerful than a test. Folder names are compared without case: Java
// and C# write Test/, Perl writes t/.
#include "verify/roles.h"

#include <algorithm>
#include <array>

#include "base/paths.h"
#include "code/language.h"
#include "tamper/words.h"

namespace verify {
namespace {

using namespace tamper;

constexpr std::array k_config_names = std::to_array<std::string_view>({"conftest.py",
                                                                       "pytest.ini",
                                                                       ".pytest.ini",
                                                                       "pytest.toml",
                                                                       ".pytest.toml",
                                                                       "tox.ini",
                                                                       "setup.cfg",
                                                                       "noxfile.py",
                                                                       "sitecustomize.py",
                                                                       "usercustomize.py",
                                                                       "nose.cfg",
                                                                       ".noserc",
                                                                       "ctesttestfile.cmake",
                                                                       "ctestcustom.cmake",
                                                                       "ctestcustom.ctest",
                                                                       "ctestconfig.cmake",
                                                                       "dartconfiguration.tcl",
                                                                       ".rspec",
                                                                       ".mocharc",
                                                                       "phpunit.xml",
                                                                       "phpunit.xml.dist",
                                                                       "testng.xml",
                                                                       "karma.conf.js",
                                                                       "setuptests.js",
                                                                       "setuptests.ts",
                                                                       "junit-platform.properties",
                                                                       ".taprc",
                                                                       "bunfig.toml",
                                                                       "nextest.toml",
                                                                       ".nycrc",
                                                                       "spec_helper.rb",
                                                                       "rails_helper.rb",
                                                                       "test_helper.rb",
                                                                       "phpunit.dist.xml",
                                                                       "deno.json",
                                                                       "deno.jsonc",
                                                                       ".npmrc",
                                                                       "maven.config",
                                                                       "jvm.config",
                                                                       "azure-pipelines.yml",
                                                                       ".travis.yml",
                                                                       ".gitlab-ci.yml",
                                                                       "jenkinsfile",
                                                                       "appveyor.yml"});

constexpr std::array k_config_beginnings = std::to_array<std::string_view>(
    {"jest.config.", "jest.setup.", "jest-setup.", "jest.preset.", "vitest.config.",
     "vitest.setup.", "vitest.workspace.", "vite.config.", ".mocharc.", "karma.conf.",
     "playwright.config.", "cypress.config.", "ava.config.", "web-test-runner.config.",
     "wdio.conf.", "babel.config.", "jasmine.", "setup-tests.", "test-setup."});

constexpr std::array k_build_names = std::to_array<std::string_view>({"cmakelists.txt",
                                                                      "cmakepresets.json",
                                                                      "makefile",
                                                                      "gnumakefile",
                                                                      "makefile.am",
                                                                      "makefile.in",
                                                                      "configure.ac",
                                                                      "meson.build",
                                                                      "meson_options.txt",
                                                                      "meson.options",
                                                                      "build.ninja",
                                                                      "cargo.toml",
                                                                      "cargo.lock",
                                                                      "build.rs",
                                                                      "go.mod",
                                                                      "go.sum",
                                                                      "go.work",
                                                                      "package.json",
                                                                      "package-lock.json",
                                                                      "yarn.lock",
                                                                      "pnpm-lock.yaml",
                                                                      "tsconfig.json",
                                                                      "pyproject.toml",
                                                                      "setup.py",
                                                                      "requirements.txt",
                                                                      "pom.xml",
                                                                      "build.gradle",
                                                                      "build.gradle.kts",
                                                                      "settings.gradle",
                                                                      "settings.gradle.kts",
                                                                      "gradle.properties",
                                                                      "build.xml",
                                                                      "justfile",
                                                                      "taskfile.yml",
                                                                      "rakefile",
                                                                      "gemfile",
                                                                      "gemfile.lock",
                                                                      "dockerfile",
                                                                      "sconstruct",
                                                                      "wscript",
                                                                      "build.bazel",
                                                                      "build",
                                                                      "workspace",
                                                                      "composer.json",
                                                                      "mix.exs",
                                                                      "manifest.in",
                                                                      "rust-toolchain",
                                                                      "rust-toolchain.toml",
                                                                      "poetry.lock",
                                                                      "uv.lock",
                                                                      "pipfile"});

constexpr std::array k_docs_endings =
    std::to_array<std::string_view>({".md", ".rst", ".adoc", ".markdown", ".org", ".texi"});

/// Folders in which everything belongs to tests.
constexpr std::array k_test_folders = std::to_array<std::string_view>({"test",
                                                                       "tests",
                                                                       "testing",
                                                                       "__tests__",
                                                                       "spec",
                                                                       "specs",
                                                                       "__mocks__",
                                                                       "e2e",
                                                                       "unittest",
                                                                       "unittests",
                                                                       "unit_tests",
                                                                       "integration_tests",
                                                                       "integration-tests",
                                                                       "integrationtest",
                                                                       "androidtest",
                                                                       "jvmtest",
                                                                       "commontest",
                                                                       "testsuite",
                                                                       "test-suite",
                                                                       "cypress",
                                                                       "t",
                                                                       "features",
                                                                       "regress"});

constexpr std::array k_data_folders = std::to_array<std::string_view>(
    {"testdata", "test_data", "test-data", "__snapshots__", "snapshots", "__fixtures__", "fixtures",
     "fixture", "golden", "goldens", "expected", "expected_output", "snapshot", "cassettes",
     "__image_snapshots__", "baselines", "baseline", "approvals"});

constexpr std::array k_data_endings =
    std::to_array<std::string_view>({".snap", ".golden", ".expected", ".approved.txt", ".expect",
                                     ".ambr", ".snap.new", ".reference", ".approved.json"});

template <class Table>
bool is_one_of(std::string_view word, const Table& table) {
  return std::find(table.begin(), table.end(), word) != table.end();
}

template <class Table>
bool ends_with_one_of(std::string_view word, const Table& table) {
  return std::any_of(table.begin(), table.end(),
                     [&](std::string_view end) { return word.ends_with(end); });
}

bool is_config(std::string_view path, std::string_view file) {
  if (is_one_of(file, k_config_names)) return true;
  if (std::any_of(k_config_beginnings.begin(), k_config_beginnings.end(),
                  [&](std::string_view begin) { return file.starts_with(begin); }))
    return true;
  if (file.ends_with(".pth")) return true;
  if (path == ".plumb/config.toml" || path.ends_with("/.plumb/config.toml")) return true;
  if (path.ends_with(".cargo/config.toml") || path.ends_with(".cargo/config")) return true;
  if (path.starts_with(".github/workflows/") || path.starts_with(".circleci/")) return true;
  return path.ends_with("support/env.js") || path.ends_with("mocha.opts");
}

bool is_build(std::string_view path, std::string_view file) {
  if (is_one_of(file, k_build_names)) return true;
  if (file.ends_with(".cmake") || file.ends_with(".mk") || file.ends_with(".gradle")) return true;
  if (file.ends_with(".cmake.in") || file.ends_with(".mak")) return true;
  return path.starts_with("requirements/") || file.starts_with("requirements-");
}

/// The part in front of the last dot.
std::string_view stem_of(std::string_view file) {
  const std::size_t dot = file.rfind('.');
  return dot == std::string_view::npos || dot == 0 ? file : file.substr(0, dot);
}

/// test_x, x_test, x.test, XTest, XTests, TestX, x_spec, x.spec, XIT, XSpec
bool is_test_name(std::string_view file, code::Language language) {
  using enum code::Language;
  const std::string_view stem = stem_of(file);
  const std::string small = lower(stem);
  if (small == "test" || small == "tests" || small == "unittest" || small == "unittests")
    return true;
  if (small.ends_with("_test") || small.ends_with("_tests") || small.ends_with("_unittest"))
    return true;
  if (language == go) return false;
  if (small.starts_with("test_") || small.starts_with("tests_")) return true;
  if (small.ends_with(".test") || small.ends_with(".spec") || small.ends_with("-test") ||
      small.ends_with(".tests") || small.ends_with("_spec") || small.ends_with("-spec") ||
      small.ends_with(".cy") || small.ends_with(".e2e") || small.starts_with("test-"))
    return true;
  if (language == python || language == rust) return false;
  const bool capital_after_test =
      stem.starts_with("Test") && stem.size() > 4 && stem[4] >= 'A' && stem[4] <= 'Z';
  return stem.ends_with("Test") || stem.ends_with("Tests") || stem.ends_with("TestCase") ||
         stem.ends_with("Spec") || (language == java && stem.ends_with("IT")) || capital_after_test;
}

/// Languages without a grammar in plumb that have their tests in files of such names.
bool is_foreign_test_name(std::string_view file) {
  const std::string_view extension = base::extension(file);
  constexpr std::array k_script = std::to_array<std::string_view>(
      {".rb", ".php",  ".cs",     ".kt", ".kts", ".swift",   ".scala", ".ex", ".exs",
       ".sh", ".bash", ".bats",   ".pl", ".lua", ".dart",    ".clj",   ".hs", ".ml",
       ".jl", ".r",    ".groovy", ".fs", ".zig", ".feature", ".vue"});
  const std::string ext = lower(extension);
  if (!is_one_of(ext, k_script) && ext != ".t") return false;
  if (ext == ".bats" || ext == ".t" || ext == ".feature") return true;
  return is_test_name(file, code::Language::cpp);
}

/// The tests of scripts and programs that give their purpose away by their text only.
bool looks_like_tests(std::string_view text, code::Language language) {
  using enum code::Language;
  const std::string_view head = text.substr(0, 64 << 10);
  switch (language) {
    case python:
      return head.find("(unittest.TestCase)") != std::string_view::npos ||
             (head.find("\ndef test_") != std::string_view::npos &&
              head.find("import pytest") != std::string_view::npos);
    case c:
    case cpp:
      return head.find("gtest/gtest.h") != std::string_view::npos ||
             head.find("catch2/catch") != std::string_view::npos ||
             head.find("catch.hpp") != std::string_view::npos ||
             head.find("doctest.h") != std::string_view::npos;
    case java:
      return head.find("import org.junit.") != std::string_view::npos &&
             head.find("@Test") != std::string_view::npos;
    case javascript:
    case typescript:
    case tsx:
      return head.find("node:test") != std::string_view::npos ||
             head.find("from 'vitest'") != std::string_view::npos ||
             head.find("from \"vitest\"") != std::string_view::npos;
    default:
      return false;
  }
}

struct Folders {
  bool test = false, data = false;
};

Folders folders_of(std::string_view path) {
  Folders found;
  std::size_t begin = 0;
  for (std::size_t slash = path.find('/'); slash != std::string_view::npos;
       slash = path.find('/', begin)) {
    const std::string part = lower(path.substr(begin, slash - begin));
    found.test = found.test || is_one_of(part, k_test_folders);
    found.data = found.data || is_one_of(part, k_data_folders);
    begin = slash + 1;
  }
  return found;
}

bool is_source_for_tests(code::Language language, std::string_view path, Folders folders,
                         std::string_view text) {
  const std::string_view file = base::file_name(path);
  if (is_test_name(file, language)) return true;
  if (folders.test && !(language == code::Language::go && folders.data)) return true;
  return looks_like_tests(text, language);
}

}  // namespace

std::string_view name(Role role) {
  switch (role) {
    case Role::code:
      return "code";
    case Role::test:
      return "test";
    case Role::test_data:
      return "test data";
    case Role::test_config:
      return "test configuration";
    case Role::build:
      return "build";
    case Role::docs:
      return "docs";
    case Role::other:
      return "other";
  }
  return "";
}

Role role_of(std::string_view path, std::string_view text) {
  const std::string file = lower(base::file_name(path));
  const std::string small_path = lower(path);
  if (is_config(small_path, file)) return Role::test_config;
  const Folders folders = folders_of(path);
  const bool is_instructions = file == "agents.md" || file == "claude.md";
  if (is_instructions) return Role::test_config;
  if (!folders.data && is_build(small_path, file)) return Role::build;
  if (ends_with_one_of(file, k_data_endings)) return Role::test_data;
  const auto language = code::language_of(path, text);
  if (language) {
    // A program in a data folder is input of a test, unless it is named as a test itself.
    if (folders.data && !is_test_name(base::file_name(path), *language)) return Role::test_data;
    return is_source_for_tests(*language, path, folders, text) ? Role::test : Role::code;
  }
  if (is_foreign_test_name(base::file_name(path))) return Role::test;
  if (folders.data) return Role::test_data;
  if (folders.test) {
    if (ends_with_one_of(file, k_docs_endings) && file.starts_with("readme")) return Role::docs;
    return code::language_name(path) == "Shell" ? Role::test : Role::test_data;
  }
  if (ends_with_one_of(file, k_docs_endings) || small_path.starts_with("docs/") ||
      file.starts_with("license") || file.starts_with("changelog") || file == "readme")
    return Role::docs;
  const std::string_view called = code::language_name(path);
  const bool is_program = called == "Shell" || called == "Ruby" || called == "PHP" ||
                          called == "C#" || called == "Kotlin" || called == "Swift" ||
                          called == "Scala" || called == "Perl" || called == "Lua";
  return is_program ? Role::code : Role::other;
}

bool has_inline_tests(std::string_view path, std::string_view text) {
  const auto language = code::language_of(path, text);
  if (language == code::Language::rust)
    return text.find("#[test]") != std::string_view::npos ||
           text.find("cfg(test)") != std::string_view::npos ||
           text.find("::test]") != std::string_view::npos;
  if (language == code::Language::python)
    return text.find("\n>>> ") != std::string_view::npos ||
           text.find("    >>> ") != std::string_view::npos;
  return false;
}

}  // namespace verify
