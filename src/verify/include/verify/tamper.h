#pragma once
// The tamper guard: did a session make the check pass by changing what checks it? Compares the
// tests, their data and their configuration before and after; runs nothing. Pure functions, safe
// from any thread; any bytes are accepted, nothing is thrown, and all that comes back is bounded.
//
// A finding is a fact about the change and no judgement: a user may have asked for just that. So
// the caller reports it, and has the original tests (files_to_restore) run against the new code.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "verify/changed_file.h"
#include "verify/roles.h"

namespace verify {

enum class Tampering : std::uint8_t {
  test_file_deleted,    ///< a file with tests, of which none turned up elsewhere
  test_deleted,         ///< a test, a case of a table, or one that a second definition hides
  test_skipped,         ///< a skip, an expected failure, a `.only` elsewhere, `#if 0` around it
  test_renamed_away,    ///< still there, but the runner does not collect it any more
  assertion_removed,    ///< with nothing in its place
  assertion_weakened,   ///< says less: == to in, a wider tolerance, swallowed, never reached
  expectation_changed,  ///< other expected values or inputs
  test_data_changed,    ///< a fixture, a golden file, a snapshot
  config_changed,       ///< what the runner collects, and how it judges
  hook_added,           ///< code that runs inside the runner: conftest.py, sitecustomize, TestMain
  timeout_raised,       ///< of a test or of the runner
  exit_code_swallowed,  ///< `|| true`, `set +e`, main() that returns 0 whatever the tests say
  check_command_changed,  ///< the command itself, or the recipe or script behind it
  test_detected,          ///< code that looks whether it is being tested, or ends the run early
};

/// "test_file_deleted", ...: stable, used in events and JSON.
std::string_view name(Tampering tampering);

inline constexpr std::size_t k_findings_max = 50;
inline constexpr std::size_t k_finding_what_max = 300;   ///< bytes
inline constexpr std::size_t k_finding_diff_max = 2000;  ///< bytes

struct Finding {
  Tampering kind = Tampering::test_deleted;
  std::string path;
  std::size_t line = 0;  ///< from 1, in the new file, or in the old one for what is gone; 0 = none
  std::string what;      ///< one plain sentence, without a final full stop; valid UTF-8
  std::string diff;      ///< the hunk as in a unified diff, valid UTF-8; "" if there is none
};

/// What weakens the check, most severe first, at most k_findings_max of it. `changes` are all files
/// of the session's total change (their order is of no account); `check_command` is the check's
/// command as it was before the session, "" if there was none.
std::vector<Finding> find_tampering(const std::vector<ChangedFile>& changes,
                                    const std::string& check_command);

/// The files whose original version has to be in place to run the original tests against the new
/// code, sorted: tests, data and configuration that were changed or deleted; build files where
/// their test parts changed; and new files that run inside the runner (a new conftest.py), whose
/// original version is absence. New tests are not among them, nor are code files with tests inside:
/// for those see with_tests_of.
std::vector<std::string> files_to_restore(const std::vector<ChangedFile>& changes,
                                          const std::string& check_command = {});

/// The tests and their data that were added or changed and are still there, sorted. Put over the
/// old tree they must fail there ("red before, green after").
std::vector<std::string> test_files(const std::vector<ChangedFile>& changes);

/// For code with tests inside (Rust): `code` with its test modules replaced by those of `tests`,
/// both being versions of the file `path`. So the original tests get to the new code, and new tests
/// to the old code. Nothing if `tests` has no test module, or if one of them does not parse.
std::optional<std::string> with_tests_of(std::string_view path, std::string_view code,
                                         std::string_view tests);

}  // namespace verify
