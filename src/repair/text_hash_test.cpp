#include "text_hash.h"

#include <gtest/gtest.h>

namespace repair {
namespace {

TEST(TextHash, SaysTheSameOfTheSameText) {
  const std::string text = "if (a < b) return a;";
  TextHash hash(text);
  const auto of = [&](std::vector<Splice> splices) {
    EXPECT_EQ(hash.with(splices, 0), TextHash(edited(text, splices)).plain()) << edited(text, splices);
    return hash.with(splices, 0);
  };
  EXPECT_EQ(of({}), hash.plain());
  EXPECT_EQ(of({{6, 7, "<"}}), hash.plain());
  EXPECT_EQ(of({{6, 7, "<="}}), of({{7, 7, "="}}));
  EXPECT_NE(of({{6, 7, "<="}}), of({{6, 7, ">="}}));
  EXPECT_EQ(of({{4, 5, "b"}, {8, 9, "a"}}), of({{4, 9, "b < a"}}));
  EXPECT_EQ(of({{0, text.size(), ""}}), TextHash("").plain());
  EXPECT_NE(of({{0, 0, std::string(1, '\0')}}), hash.plain());
  EXPECT_EQ(hash.with({{106, 107, "!="}}, 100), of({{6, 7, "!="}})) << "offsets of a part of a file";
}

}  // namespace
}  // namespace repair
