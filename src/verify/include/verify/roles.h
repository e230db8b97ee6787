#pragma once
// What a file is for, as far as testing is concerned. Pure functions, safe from any thread.

#include <cstdint>
#include <string_view>

namespace verify {

enum class Role : std::uint8_t {
  code,         ///< what is tested; it may have tests inside of it (see has_inline_tests)
  test,         ///< tests, and the helpers that lie beside them
  test_data,    ///< what tests read or compare with: fixtures, golden files, snapshots
  test_config,  ///< what a runner reads or runs before the tests: pytest.ini, conftest.py, ...
  build,        ///< says how to build and how to test: CMakeLists.txt, Makefile, package.json, CI
  docs,         ///< text for people, except for the one that names the test command (AGENTS.md)
  other,
};

/// "code", "test", "test data", ...
std::string_view name(Role role);

/// By the conventions of the runners that plumb knows; `path` is from the project's root. Where the
/// name does not tell, `text` (if given) decides: a script that is all tests is a test.
Role role_of(std::string_view path, std::string_view text = {});

/// True for code with tests in the same file: Rust's #[cfg(test)] modules, Python's doctests.
bool has_inline_tests(std::string_view path, std::string_view text);

}  // namespace verify
