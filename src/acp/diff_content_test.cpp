// Unified diffs to old and new texts; the oracle is text::unified_diff, which made them.

#include <gtest/gtest.h>

#include <random>

#include "text/base64.h"
#include "diff_content.h"
#include "prompt.h"
#include "text/diff.h"

namespace acp {
namespace {

std::function<std::optional<std::string>(const std::string&)> gives(std::optional<std::string> text) {
  return [text = std::move(text)](const std::string&) { return text; };
}

TEST(DiffContent, MakesWholeTextsOfEitherSide) {
  std::mt19937 random(3);
  for (int round = 0; round < 2000; ++round) {
    std::string before, after;
    const auto lines = 1 + random() % 30;
    for (unsigned i = 0; i < lines; ++i) {
      const std::string line = std::to_string(random() % 4) + (random() % 9 == 0 ? "-- x" : "") + "\n";
      if (random() % 5 != 0) before += line;
      if (random() % 5 != 0) after += line;
    }
    if (random() % 4 == 0 && !before.empty()) before.pop_back();
    if (random() % 4 == 0 && !after.empty()) after.pop_back();
    if (before == after) continue;
    const auto diff = text::unified_diff("f", before, after);
    for (const auto& side : {before, after}) {
      const auto files = read_diff(diff, gives(side));
      ASSERT_EQ(files.size(), 1U) << diff;
      ASSERT_TRUE(files[0].whole) << diff << "\n--\n" << side;
      EXPECT_EQ(files[0].old_text, before) << diff;
      EXPECT_EQ(files[0].new_text, after) << diff;
    }
  }
}

TEST(DiffContent, ShowsPassagesWhereTheFileIsAnotherOne) {
  const auto diff = text::unified_diff("f", "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n", "1\nX\n3\n4\n5\n6\n7\n8\n9\n10\nY\n12\n");
  const auto files = read_diff(diff, gives("something else"));
  ASSERT_EQ(files.size(), 2U);
  EXPECT_FALSE(files[0].whole);
  EXPECT_EQ(files[0].line, 2U);
  EXPECT_EQ(files[1].line, 11U);
  EXPECT_EQ(files[1].old_text, "8\n9\n10\n11\n12\n");
}

TEST(DiffContent, KnowsFilesThatComeAndGo) {
  const auto made = read_diff(text::unified_diff("a b", std::nullopt, "x\ny"), gives(std::nullopt));
  ASSERT_EQ(made.size(), 1U);
  EXPECT_EQ(made[0].path, "a b");
  EXPECT_FALSE(made[0].old_text);
  EXPECT_EQ(made[0].new_text, "x\ny");
  const auto gone = read_diff(text::unified_diff("q\"\t\x01", "x\n", std::nullopt), gives(std::nullopt));
  ASSERT_EQ(gone.size(), 1U);
  EXPECT_TRUE(gone[0].gone);
  EXPECT_EQ(gone[0].path, "q\"\t\x01");
  EXPECT_EQ(gone[0].old_text, "x\n");
}

TEST(DiffContent, PassesOverWhatIsNoDiff) {
  for (const char* text : {"", "Binary files a/x and b/x differ\n", "@@ -1 +1 @@\n-x\n+y\n", "--- a/x\n+++ b/x\n@@ broken\n-x\n", "+++ b/x\n@@ -1 +1 @@\n"})
    EXPECT_TRUE(read_diff(text, gives("x")).empty()) << text;
  EXPECT_TRUE(read_diff("--- a/x\n+++ b/x\n@@ -18446744073709551615,9 +1 @@\n-x\n+y\n", gives("x")).size() <= 1);
}

TEST(Base64, GoesBothWays) {
  std::mt19937 random(5);
  for (std::size_t size = 0; size < 200; ++size) {
    std::string bytes(size, 0);
    for (auto& c : bytes) c = static_cast<char>(random());
    EXPECT_EQ(text::from_base64(text::to_base64(bytes)), bytes);
  }
  EXPECT_EQ(text::to_base64("fooba"), "Zm9vYmE=");
  for (const char* wrong : {"a", "ab c", "ab%d", "=abc", "YWJj\n"}) EXPECT_FALSE(text::from_base64(wrong)) << wrong;
}

TEST(Uri, GoesBothWays) {
  EXPECT_EQ(path_of_uri("file:///a%20b/%C3%A9?x#y"), "/a b/\xc3\xa9");
  EXPECT_EQ(path_of_uri("file://localhost/a"), "/a");
  EXPECT_EQ(path_of_uri("file://elsewhere/a"), "");
  EXPECT_EQ(path_of_uri("https://x/a"), "");
  EXPECT_EQ(path_of_uri("file:///a%00b"), "");
  EXPECT_EQ(path_of_uri(uri_of_path("/a b%/\xc3\xa9#?")), "/a b%/\xc3\xa9#?");
}

}  // namespace
}  // namespace acp
