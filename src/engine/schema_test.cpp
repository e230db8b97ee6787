#include "schema.h"

#include <gtest/gtest.h>

static constexpr const char* k_schema =
    R"({"type":"object","properties":{"n":{"type":"integer"}},"required":["n"]})";

TEST(Schema, TakesWhatFitsAlsoInAFence) {
  EXPECT_EQ(engine::check_schema(k_schema, "{\"n\": 1}").value(), "{\"n\":1}");
  EXPECT_EQ(engine::check_schema(k_schema, "Here:\n```json\n{\"n\": 1}\n```\n").value(), "{\"n\":1}");
}

TEST(Schema, SaysWhatDoesNotFit) {
  EXPECT_FALSE(engine::check_schema(k_schema, "n is 1"));
  const auto missing = engine::check_schema(k_schema, "{}");
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().what.find("n"), std::string::npos);
  EXPECT_FALSE(engine::check_schema(k_schema, R"({"n":"x"})"));
  EXPECT_FALSE(engine::check_schema("{", "{}"));
}
