#include "repair/task.h"

#include <gtest/gtest.h>

namespace repair {
namespace {

TEST(Task, IsAboutTestsWhenItSaysSo) {
  for (const char* task : {"make the failing tests pass", "Fix the failing test.", "the test suite is red",
                           "make the tests green", "pytest fails, repair it", "fix what breaks test_wrap"})
    EXPECT_EQ(kind_of_task(task), TaskKind::tests) << task;
}

TEST(Task, ARepairNeedNotNameTests) {
  for (const char* task : {"fix the bug in wrap()", "wrap() is wrong for empty lines", "it crashes on empty input"})
    EXPECT_EQ(kind_of_task(task), TaskKind::fix) << task;
}

TEST(Task, WhatAsksForMoreIsNotOfTheKind) {
  for (const char* task : {"add a feature: totals per month", "fix the failing tests and add a --json option",
                           "write tests for the parser", "translate the README to French", "run the tests",
                           "implement the parser so that the tests pass", "", "refactor; the tests must still pass"})
    EXPECT_EQ(kind_of_task(task), TaskKind::other) << task;
}

TEST(Task, NamesAskForNothing) {
  for (const char* task : {"make test_remove pass", "the tests of `add` fail", "fix remove(), its test fails"})
    EXPECT_EQ(kind_of_task(task), TaskKind::tests) << task;
}

TEST(Task, AWordIsNoPartOfAnother) {
  EXPECT_EQ(kind_of_task("the latest build failed"), TaskKind::other);
}

}  // namespace
}  // namespace repair
