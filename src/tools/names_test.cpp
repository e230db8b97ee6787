#include "names.h"

#include <gtest/gtest.h>

#include "globs.h"

namespace tools {
namespace {

TEST(ShownName, CanBeGivenBack) {
  struct Row {
    std::string bytes, shown;
  };
  for (const auto& [bytes, shown] : {Row{"src/a.cpp", "src/a.cpp"}, Row{"caf\xC3\xA9", "caf\xC3\xA9"},
                                     Row{"caf\xE9", "caf\\xE9"}, Row{"a\nb", "a\\x0Ab"},
                                     Row{"a\\b", "a\\b"}, Row{"a\\b\xFF", "a\\x5Cb\\xFF"},
                                     Row{"a\\x41", "a\\x5Cx41"}, Row{"\xC3", "\\xC3"}, Row{"", ""}}) {
    EXPECT_EQ(shown_name(bytes), shown);
    EXPECT_EQ(unescaped_name(shown_name(bytes)), bytes);
  }
}

TEST(ShownName, OfAnyBytesCanBeGivenBack) {
  unsigned state = 1;
  for (int i = 0; i < 2000; ++i) {
    std::string name;
    for (int k = 0; k < 8; ++k) {
      state = state * 1664525 + 1013904223;
      const char next = "\\x4A\xC3\xA9\xFF/b\n"[(state >> 16) % 10];
      if (next != '\0') name += next;
    }
    EXPECT_EQ(unescaped_name(shown_name(name)), name);
  }
}

TEST(ExpandedGlobs, HaveNoBraces) {
  using Globs = std::vector<std::string>;
  EXPECT_EQ(expanded_globs("*.cpp"), Globs{"*.cpp"});
  EXPECT_EQ(expanded_globs("*.{c,h}"), (Globs{"*.c", "*.h"}));
  EXPECT_EQ(expanded_globs("{a,b}/*.{c,h}x"), (Globs{"a/*.cx", "b/*.cx", "a/*.hx", "b/*.hx"}));
  EXPECT_EQ(expanded_globs("a{b}c"), Globs{"a{b}c"});
  EXPECT_EQ(expanded_globs("a{b,"), Globs{"a{b,"});
  EXPECT_EQ(expanded_globs("{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}").size(), 1U);
}

}  // namespace
}  // namespace tools
