#include "base/paths.h"

#include <gtest/gtest.h>

using namespace base;

TEST(Paths, JoinParentAndNames) {
  EXPECT_EQ(join("a/b", "c"), "a/b/c");
  EXPECT_EQ(join("a/", "/c"), "/c");
  EXPECT_EQ(join("", "c"), "c");
  EXPECT_EQ(parent("a/b/c"), "a/b");
  EXPECT_EQ(parent("a"), ".");
  EXPECT_EQ(parent("/a"), "/");
  EXPECT_EQ(file_name("a/b.txt"), "b.txt");
  EXPECT_EQ(extension(".bashrc"), "");
  EXPECT_EQ(extension("a.tar.gz"), ".gz");
}

TEST(Paths, NormalizeByTextAlone) {
  struct Row { const char *in, *out; };
  for (const auto& [in, out] : {Row{"a/./b/../c", "a/c"}, Row{"", "."}, Row{"/..", "/"},
                                Row{"../a", "../a"}, Row{"a//b/", "a/b"}, Row{"a/..", "."},
                                Row{"../../x/..", "../.."}})
    EXPECT_EQ(normalize(in), out) << in;
}

TEST(Paths, RelativeAndWithin) {
  EXPECT_EQ(relative("/a/b/c", "/a"), "b/c");
  EXPECT_EQ(relative("/a", "/a"), ".");
  EXPECT_EQ(relative("/x", "/a/b"), "../../x");
  EXPECT_TRUE(is_within("/a/b", "/a"));
  EXPECT_TRUE(is_within("/a", "/"));
  EXPECT_FALSE(is_within("/ab", "/a"));
  EXPECT_FALSE(is_within("/a/../b", "/a"));
}
