#include "choose.h"

#include <gtest/gtest.h>

TEST(IsAboutTests, TakesTasksThatBuiltinCanTry) {
  for (const char* task : {"make the failing tests pass", "Fix the tests.", "tests are red", "get the test suite green",
                           "repair what pytest complains about", "the spec for Money is broken"})
    EXPECT_TRUE(engine::is_about_tests(task)) << task;
}

TEST(IsAboutTests, LeavesOtherTasksToALanguageModel) {
  for (const char* task : {"", "write tests for the shared cache", "add a --json flag to the report, with tests",
                           "fix the typo in the README", "check the rendered page", "document the attested interface"})
    EXPECT_FALSE(engine::is_about_tests(task)) << task;
}
