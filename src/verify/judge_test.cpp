#include "verify/judge.h"

#include <gtest/gtest.h>

namespace verify {
namespace {

using Names = std::vector<std::string>;

CheckRun run(int exit_code, std::vector<TestResult> tests) {
  CheckRun out;
  out.check.command = "make check";
  out.exit_code = exit_code;
  out.tests = std::move(tests);
  return out;
}
TestResult good(std::string name) { return {std::move(name), Outcome::passed, {}}; }
TestResult bad(std::string name) { return {std::move(name), Outcome::failed, "why"}; }
TestResult skipped(std::string name) { return {std::move(name), Outcome::skipped, ""}; }

/// A change to code, with these runs before and after it.
Trials trials(std::optional<CheckRun> before, std::optional<CheckRun> after) {
  Trials out;
  out.changed = true;
  out.before = std::move(before);
  out.after = std::move(after);
  return out;
}
/// The same, where a test notices faults in the changed lines: nothing but the runs decides.
Trials noticed(std::optional<CheckRun> before, std::optional<CheckRun> after) {
  Trials out = trials(std::move(before), std::move(after));
  out.faults = {1, true, "`<` became `>=` at a.py:3"};
  return out;
}
Finding finding(Tampering kind) { return {kind, "test_a.py", 7, "the assertion is gone", ""}; }

Status status_of(const Trials& all) { return judge(all).status; }

TEST(Judge, NoRunIsUnverified) { EXPECT_EQ(status_of(trials(std::nullopt, std::nullopt)), Status::unverified); }

TEST(Judge, AllPassingIsVerifiedAndNamesWhatWasFixed) {
  const auto verdict = judge(trials(run(1, {good("a"), bad("b")}), run(0, {good("a"), good("b")})));
  EXPECT_EQ(verdict.status, Status::verified);
  EXPECT_EQ(verdict.fixed, Names{"b"});
  EXPECT_EQ(verdict.reason, "`make check` passes: 2 tests, 1 of them failed before");
}

TEST(Judge, ATestThatPassedBeforeAndFailsNowIsARegression) {
  const auto verdict = judge(trials(run(1, {good("a"), bad("b")}), run(1, {bad("a"), good("b")})));
  EXPECT_EQ(verdict.status, Status::regressed);
  EXPECT_EQ(verdict.broken, Names{"a"});
  EXPECT_EQ(verdict.fixed, Names{"b"});
  EXPECT_FALSE(verdict.advice.empty());
}

TEST(Judge, ACheckWithoutNamesIsJudgedByItsExitCode) {
  EXPECT_EQ(status_of(trials(run(0, {}), run(2, {}))), Status::regressed);
  EXPECT_EQ(status_of(trials(run(2, {}), run(2, {}))), Status::failed);
  EXPECT_EQ(status_of(trials(std::nullopt, run(2, {}))), Status::failed);
  EXPECT_EQ(status_of(trials(run(2, {}), run(0, {}))), Status::verified);
}

TEST(Judge, StillFailingIsFailed) {
  const auto verdict = judge(trials(run(1, {bad("a")}), run(1, {bad("a")})));
  EXPECT_EQ(verdict.status, Status::failed);
  EXPECT_EQ(verdict.reason, "1 test fails: a");
}

TEST(Judge, ARunWithoutAnyTestProvesNothing) {
  auto none = run(0, {});
  none.total = 0;
  EXPECT_EQ(status_of(noticed(std::nullopt, none)), Status::unverified);
  EXPECT_EQ(status_of(noticed(std::nullopt, run(0, {skipped("a")}))), Status::unverified);
}

TEST(Judge, AMissingProgramIsNoFailureOfTheChange) {
  const auto verdict = judge(trials(run(127, {}), run(127, {})));
  EXPECT_EQ(verdict.status, Status::unverified);
  EXPECT_NE(verdict.reason.find("does not run"), std::string::npos);
  EXPECT_TRUE(verdict.advice.empty());
}

TEST(Judge, ATimeoutIsAFailure) {
  auto slow = run(143, {good("a")});
  slow.timed_out = true;
  slow.duration_ms = 61000;
  EXPECT_EQ(status_of(noticed(run(0, {good("a")}), slow)), Status::regressed);
  EXPECT_EQ(judge(noticed(std::nullopt, slow)).reason, "`make check` did not end in 61 s");
}

TEST(Judge, ADoubtAboutTheRunIsSaidAndProvesNothing) {
  auto after = run(0, {good("a")});
  after.doubt = "pytest ended without the report that it was asked for";
  const auto verdict = judge(noticed(run(0, {good("a")}), after));
  EXPECT_EQ(verdict.status, Status::unverified);
  EXPECT_NE(verdict.reason.find("without the report"), std::string::npos);
}

TEST(Judge, FewerTestsThanBeforeAreNotVerified) {
  const auto verdict = judge(noticed(run(0, {good("a"), good("b")}), run(0, {good("a")})));
  EXPECT_EQ(verdict.status, Status::unverified);
  EXPECT_EQ(verdict.missing, Names{"b"});
  EXPECT_EQ(judge(noticed(run(0, {good("a"), good("b")}), run(0, {good("a"), skipped("b")}))).missing, Names{"b"});
  // A skip is no way to mend a test either.
  EXPECT_EQ(judge(noticed(run(1, {good("a"), bad("b")}), run(0, {good("a"), skipped("b")}))).missing, Names{"b"});
  EXPECT_EQ(status_of(noticed(run(1, {good("a"), bad("b")}), run(0, {good("a"), skipped("b")}))), Status::unverified);
  EXPECT_EQ(status_of(noticed(run(0, {good("a"), skipped("b")}), run(0, {good("a"), skipped("b")}))), Status::verified);
  auto asked = noticed(run(0, {good("a"), good("b")}), run(0, {good("a")}));
  asked.tests_may_change = true;
  EXPECT_EQ(status_of(asked), Status::verified);
}

TEST(Judge, AFailingTestThatIsGoneIsNotFixed) {
  const auto verdict = judge(noticed(run(1, {good("a"), bad("b")}), run(0, {good("a")})));
  EXPECT_EQ(verdict.status, Status::unverified);
  EXPECT_EQ(verdict.missing, Names{"b"});
  // What stands for a file that could not be loaded goes when it can be.
  const TestResult broken{"test_a.py", Outcome::error, "no module named x"};
  EXPECT_EQ(judge(trials(run(1, {broken}), run(0, {good("a")}))).missing, Names{});
  auto before = run(1, {bad("b")});
  before.total = 3;
  auto after = run(0, {});
  after.total = 2;
  EXPECT_EQ(judge(trials(before, after)).missing, Names{"b"});
  EXPECT_EQ(status_of(trials(before, after)), Status::unverified);
}

TEST(Judge, WhyNothingWasRunIsSaid) {
  auto all = trials(std::nullopt, std::nullopt);
  all.why_not_run = "no space left";
  EXPECT_EQ(judge(all).reason, "no check was run: no space left");
}

TEST(Judge, ARunnerThatNamesFailuresOnlySaysNothingOfOthers) {
  auto after = run(0, {});
  after.total = 2;
  const auto verdict = judge(trials(run(1, {bad("a")}), after));
  EXPECT_EQ(verdict.status, Status::verified);
  EXPECT_EQ(verdict.fixed, Names{"a"});
}

// ---- flaky tests ----

TEST(Judge, AFlakyTestOfTheTreeBeforeIsSetAside) {
  auto all = noticed(run(0, {good("a"), good("b")}), run(1, {good("a"), bad("b")}));
  all.after_again = {run(0, {good("a"), good("b")})};
  all.before_again = {run(1, {good("a"), bad("b")})};
  const auto verdict = judge(all);
  EXPECT_EQ(verdict.status, Status::verified);
  EXPECT_EQ(verdict.flaky, Names{"b"});
  EXPECT_NE(verdict.reason.find("flaky"), std::string::npos);
}

TEST(Judge, ATestThatBecameFlakyIsARegression) {
  auto all = noticed(run(0, {good("a"), good("b")}), run(1, {good("a"), bad("b")}));
  all.after_again = {run(0, {good("a"), good("b")})};
  all.before_again = {run(0, {good("a"), good("b")}), run(0, {good("a"), good("b")})};
  const auto verdict = judge(all);
  EXPECT_EQ(verdict.status, Status::regressed);
  EXPECT_EQ(verdict.broken, Names{"b"});
  EXPECT_EQ(verdict.flaky, Names{"b"});
}

TEST(Judge, LuckIsNoFix) {
  auto all = trials(run(1, {bad("a")}), run(0, {good("a")}));
  all.before_again = {run(0, {good("a")})};
  EXPECT_EQ(judge(all).fixed, Names{});
  EXPECT_EQ(judge(all).flaky, Names{"a"});
  EXPECT_EQ(status_of(all), Status::unverified);
  all.before_again.clear();
  all.after_again = {run(1, {bad("a")})};
  EXPECT_EQ(status_of(all), Status::failed);
}

// ---- what a pass is worth ----

TEST(Judge, AFixNeedsATestThatWasRed) {
  auto all = noticed(run(0, {good("a")}), run(0, {good("a")}));
  EXPECT_EQ(status_of(all), Status::verified);
  all.asks_for_fix = true;
  EXPECT_EQ(status_of(all), Status::unverified);
  all.after = run(0, {good("a"), good("new")});
  EXPECT_EQ(status_of(all), Status::unverified) << "a new test that was not shown to be red";
  all.new_tests_before = run(1, {good("a"), bad("new")});
  EXPECT_EQ(status_of(all), Status::verified);
}

TEST(Judge, ANewTestThatOnlyNamesWhatIsNewShowsNothing) {
  auto all = trials(run(0, {good("a")}), run(0, {good("a"), good("new")}));
  all.new_tests_before = run(1, {good("a"), bad("new")});
  EXPECT_EQ(status_of(all), Status::verified) << "no fault could be tried";
  all.faults = {3, false, "a statement removed at a.py:3"};
  EXPECT_EQ(status_of(all), Status::unverified);
  all.asks_for_fix = true;
  EXPECT_EQ(status_of(all), Status::unverified);
  all.faults->noticed = true;
  EXPECT_EQ(status_of(all), Status::verified);
}

TEST(Judge, AChangeThatNoTestNoticesIsUnverified) {
  auto all = trials(run(0, {good("a")}), run(0, {good("a")}));
  EXPECT_EQ(status_of(all), Status::unverified) << "not known";
  all.faults = {4, false, "`<` became `>=` at a.py:3"};
  const auto verdict = judge(all);
  EXPECT_EQ(verdict.status, Status::unverified);
  EXPECT_NE(verdict.reason.find("a.py:3"), std::string::npos);
  EXPECT_FALSE(verdict.advice.empty());
}

TEST(Judge, WhatNoCheckLooksAtIsUnverified) {
  auto all = noticed(run(0, {good("a")}), run(0, {good("a")}));
  all.touches = Touches::other;
  all.only = {"README.md"};
  EXPECT_EQ(status_of(all), Status::unverified);
  EXPECT_NE(judge(all).reason.find("README.md"), std::string::npos);
  all.touches = Touches::formatting;
  EXPECT_EQ(status_of(all), Status::verified);
  all.touches = Touches::tests;
  EXPECT_EQ(status_of(all), Status::verified);
}

TEST(Judge, ChangedChecksCountOnlyIfTheOriginalOnesPassToo) {
  auto all = noticed(run(0, {good("a")}), run(0, {good("a")}));
  all.tampering = {finding(Tampering::assertion_removed)};
  EXPECT_EQ(status_of(all), Status::unverified) << "the original ones were not run";
  all.original_tests = run(1, {bad("a")});
  EXPECT_EQ(status_of(all), Status::unverified);
  EXPECT_NE(judge(all).reason.find("test_a.py:7"), std::string::npos);
  all.original_tests = run(0, {good("a")});
  EXPECT_EQ(status_of(all), Status::verified);
  EXPECT_FALSE(judge(all).notes.empty());
  all.original_tests = run(1, {bad("a")});
  all.tests_may_change = true;
  EXPECT_EQ(status_of(all), Status::verified);
}

TEST(Judge, CodeThatKnowsItIsTestedIsNeverVerified) {
  auto all = noticed(run(1, {bad("a")}), run(0, {good("a")}));
  all.tampering = {finding(Tampering::test_detected)};
  all.original_tests = run(0, {good("a")});
  all.tests_may_change = true;
  EXPECT_EQ(status_of(all), Status::unverified);
}

TEST(Judge, LeaningOnIgnoredFilesIsUnverified) {
  auto all = noticed(run(1, {bad("a")}), run(0, {good("a")}));
  all.leaned_on = {"build/cache.bin"};
  EXPECT_EQ(status_of(all), Status::unverified);
  EXPECT_NE(judge(all).reason.find("build/cache.bin"), std::string::npos);
}

TEST(AsksForFix, ReadsTheTask) {
  for (const char* task : {"fix add", "Fix the bug in parse()", "the program crashes on empty input", "rounding is wrong",
                           "make the failing tests pass", "behebe den Fehler", "Repair the broken build", "it regressed in 1.2",
                           "修复登录"})
    EXPECT_TRUE(asks_for_fix(task)) << task;
  for (const char* task : {"add a --json option", "exit 1 on failure", "rename Foo to Bar", "write tests for the parser",
                           "prefix all names with x", "make it faster", "", "debugger support is not meant by a suffix"})
    EXPECT_FALSE(asks_for_fix(task)) << task;
}

}  // namespace
}  // namespace verify
