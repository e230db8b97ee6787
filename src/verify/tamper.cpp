// The tamper guard. "All tests pass" is worth what the tests are worth, and a model that is stuck
// is one edit away from making them worthless: the test is deleted, skipped, or told to expect the
// wrong result; the runner is told to collect less or to take failures for successes; or the code
// finds out that it is being tested. So the change itself is read, without running anything.
//
// Six readers, each with its own idea of a file:
//   compare_suites  tests before and after, by syntax trees: which are run, what they demand
//   foreign_tests   the same by lines, for languages without a grammar
//   config          what a runner collects and how it judges; recipes, scripts, CI, CMake's calls
//   hooks           code that runs inside the runner, or stands in its place
//   detect          code that looks whether it is being tested, or ends the run early
//   timeouts, data  limits that grew, fixtures and golden files that changed
//
// A finding is a fact with a diff, never a verdict: users do ask for changed tests. What makes it
// safe is that the caller also runs the tests as they were (files_to_restore). What is read here is
// hostile, so everything is bounded: bytes and time of a parse, depth of a walk, tests of a file,
// findings of a change. The gallery (tamper/gallery_*_test.cpp) is the measure: each trick there is
// found, and each honest change gives nothing.
#include "verify/tamper.h"

#include <algorithm>
#include <deque>
#include <set>

#include "base/paths.h"
#include "code/language.h"
#include "tamper/compare_suites.h"
#include "tamper/config.h"
#include "tamper/detect.h"
#include "tamper/report.h"
#include "tamper/words.h"

namespace verify {
namespace {

using namespace tamper;

using enum Tampering;

bool is_unchanged(const ChangedFile& file) {
  return file.before == file.after;
}

void find_in_data(const Subject& subject, Report& report) {
  if (subject.role != Role::test_data || !subject.file.before) return;
  if (subject.is_deleted()) {
    report.add(test_data_changed, subject, Side::before, 1, "the test data were deleted");
  } else if (!subject.diff.removed().empty()) {
    report.add(test_data_changed, subject, Side::before, subject.diff.removed()[0].number,
               "the test data were changed");
  }
}

}  // namespace

std::string_view name(Tampering tampering) {
  switch (tampering) {
    case test_file_deleted:
      return "test_file_deleted";
    case test_deleted:
      return "test_deleted";
    case test_skipped:
      return "test_skipped";
    case test_renamed_away:
      return "test_renamed_away";
    case assertion_removed:
      return "assertion_removed";
    case assertion_weakened:
      return "assertion_weakened";
    case expectation_changed:
      return "expectation_changed";
    case test_data_changed:
      return "test_data_changed";
    case config_changed:
      return "config_changed";
    case hook_added:
      return "hook_added";
    case timeout_raised:
      return "timeout_raised";
    case exit_code_swallowed:
      return "exit_code_swallowed";
    case check_command_changed:
      return "check_command_changed";
    case test_detected:
      return "test_detected";
  }
  return "";
}

std::vector<Finding> find_tampering(const std::vector<ChangedFile>& changes,
                                    const std::string& check_command) {
  Report report;
  std::deque<Subject> subjects;
  for (const ChangedFile& file : changes)
    if (!is_unchanged(file)) subjects.emplace_back(file);
  for (const Subject& subject : subjects) {
    find_in_config(subject, check_command, report);
    find_hooks(subject, report);
    find_detection(subject, report);
    find_in_data(subject, report);
    const bool configures = subject.role == Role::test_config || subject.role == Role::build;
    if (configures || subject.role == Role::test) find_timeouts(subject, report);
  }
  find_in_tests(subjects, changes, report);
  return report.take();
}

std::vector<std::string> files_to_restore(const std::vector<ChangedFile>& changes,
                                          const std::string& check_command) {
  std::set<std::string> found;
  for (const Finding& finding : find_tampering(changes, check_command)) {
    const Role role = role_of(finding.path);
    if (role != Role::code && role != Role::docs) found.insert(finding.path);
  }
  for (const ChangedFile& file : changes) {
    if (is_unchanged(file)) continue;
    const Role role = Subject(file).role;
    const bool was_there = file.before.has_value();
    if (was_there && (role == Role::test || role == Role::test_data)) found.insert(file.path);
    if (role == Role::test_config) found.insert(file.path);
  }
  return {found.begin(), found.end()};
}

std::vector<std::string> test_files(const std::vector<ChangedFile>& changes) {
  std::set<std::string> found;
  for (const ChangedFile& file : changes) {
    if (!file.after || is_unchanged(file)) continue;
    const Role role = Subject(file).role;
    if (role == Role::test || role == Role::test_data) found.insert(file.path);
  }
  return {found.begin(), found.end()};
}

}  // namespace verify
