#include <gtest/gtest.h>

#include "verify/verify.h"

namespace verify {
namespace {

CheckRun run(int exit_code, std::vector<TestResult> tests) {
  CheckRun out;
  out.check.command = "make check";
  out.exit_code = exit_code;
  out.tests = std::move(tests);
  return out;
}
TestResult good(std::string name) {
  return {std::move(name), Outcome::passed, {}};
}
TestResult bad(std::string name) {
  return {std::move(name), Outcome::failed, "why"};
}

TEST(Judge, NoRunIsUnverified) {
  EXPECT_EQ(judge(std::nullopt, std::nullopt, true).status, Status::unverified);
}

TEST(Judge, AllPassingIsVerifiedAndNamesWhatWasFixed) {
  const auto verdict = judge(run(1, {good("a"), bad("b")}), run(0, {good("a"), good("b")}), true);
  EXPECT_EQ(verdict.status, Status::verified);
  EXPECT_EQ(verdict.fixed, std::vector<std::string>{"b"});
  EXPECT_EQ(verdict.reason, "`make check` passes: 2 tests, 1 of them failed before");
}

TEST(Judge, ATestThatPassedBeforeAndFailsNowIsARegression) {
  const auto verdict = judge(run(1, {good("a"), bad("b")}), run(1, {bad("a"), good("b")}), true);
  EXPECT_EQ(verdict.status, Status::regressed);
  EXPECT_EQ(verdict.broken, std::vector<std::string>{"a"});
  EXPECT_EQ(verdict.fixed, std::vector<std::string>{"b"});
}

TEST(Judge, ACheckWithoutNamesRegressesByItsExitCode) {
  EXPECT_EQ(judge(run(0, {}), run(2, {}), true).status, Status::regressed);
  EXPECT_EQ(judge(run(2, {}), run(2, {}), true).status, Status::failed);
  EXPECT_EQ(judge(std::nullopt, run(2, {}), true).status, Status::failed);
  EXPECT_EQ(judge(run(2, {}), run(0, {}), true).status, Status::verified);
}

TEST(Judge, StillFailingIsFailed) {
  const auto verdict = judge(run(1, {bad("a")}), run(1, {bad("a")}), true);
  EXPECT_EQ(verdict.status, Status::failed);
  EXPECT_EQ(verdict.reason, "1 test fails: a");
}

TEST(Judge, ARunWithoutAnyTestProvesNothing) {
  auto none = run(0, {});
  none.total = 0;
  EXPECT_EQ(judge(std::nullopt, none, true).status, Status::unverified);
  const auto skipped = run(0, {{"a", Outcome::skipped, ""}});
  EXPECT_EQ(judge(std::nullopt, skipped, true).status, Status::unverified);
}

TEST(Judge, TellsOfTestsThatAreGone) {
  const auto verdict = judge(run(1, {good("a"), bad("b")}), run(0, {good("b")}), true);
  EXPECT_EQ(verdict.status, Status::verified);
  EXPECT_EQ(verdict.missing, std::vector<std::string>{"a"});
  EXPECT_NE(verdict.reason.find("1 test that passed before did not run: a"), std::string::npos);
}

TEST(Judge, ARunnerThatNamesOnlyFailuresMissesNothing) {
  auto before = run(1, {bad("b")});
  before.total = 9;
  auto after = run(0, {});
  after.total = 9;
  const auto verdict = judge(before, after, true);
  EXPECT_EQ(verdict.status, Status::verified);
  EXPECT_EQ(verdict.fixed, std::vector<std::string>{"b"});
  EXPECT_TRUE(verdict.missing.empty());
  EXPECT_EQ(verdict.reason, "`make check` passes: 9 tests, 1 of them failed before");
}

TEST(Judge, ATimeoutFails) {
  auto slow = run(0, {});
  slow.timed_out = true;
  slow.duration_ms = 60000;
  const auto verdict = judge(run(0, {}), slow, true);
  EXPECT_EQ(verdict.status, Status::failed);
  EXPECT_EQ(verdict.reason, "`make check` did not end in 60 s");
}

TEST(Judge, SaysWhenNothingWasChanged) {
  EXPECT_NE(judge(std::nullopt, run(0, {good("a")}), false).reason.find("nothing was changed"),
            std::string::npos);
}

}  // namespace
}  // namespace verify
