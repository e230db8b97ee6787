#include "clean.h"

#include <gtest/gtest.h>

#include <random>

#include "text/utf8.h"

namespace tui {
namespace {

TEST(Clean, NothingMovesTheCursor) {
  EXPECT_EQ(clean("a\033[2Jb\x07\x08\x9b" "c\u0085d"), "a\uFFFD[2Jb\uFFFD\uFFFD\uFFFDc\uFFFDd");
  EXPECT_EQ(clean("user\u202Egnp.exe\u200B\u2066"), "user\uFFFDgnp.exe\uFFFD\uFFFD");
  EXPECT_EQ(clean("a\tb\r\nc"), "a   b\nc");
  EXPECT_EQ(clean_line("a\nverified"), "a\\nverified");
  EXPECT_EQ(clean("二 e\u0301 👩‍👩‍👧"), "二 e\u0301 👩‍👩‍👧");
}

TEST(Clean, OutputIsWhatATerminalWouldHold) {
  EXPECT_EQ(clean_output("\033[31mred\033[0m \033[1;32mgreen\033[m"), "red green");
  EXPECT_EQ(clean_output("10%\r50%\r100%\ndone\r\n"), "100%\ndone\n");
  EXPECT_EQ(clean_output("\033]0;title\a\033]8;;http://x\033\\link\033]8;;\033\\"), "link");
  EXPECT_EQ(clean_output("abc\b\bX"), "aX");
  EXPECT_EQ(clean_output("\033P1;2|evil\033\\ok\033(B"), "ok");
  EXPECT_EQ(clean_output("\033]52;c;ZXZpbA==\nnext"), "\nnext");
}

TEST(Clean, NoControlComesThroughWhateverComes) {
  std::mt19937 random(3);
  for (int round = 0; round < 3000; ++round) {
    std::string bytes;
    for (int i = 0; i < 60; ++i) bytes += random() % 4 == 0 ? "\033]\a[m\\\r\n"[random() % 8] : static_cast<char>(random());
    for (const auto& text : {clean(bytes), clean_output(bytes)}) {
      EXPECT_TRUE(text::is_valid_utf8(text));
      for (std::size_t at = 0; at < text.size();) {
        const auto step = text::decode(text, at);
        EXPECT_TRUE(step.value == '\n' || (step.value >= 0x20 && (step.value < 0x7F || step.value >= 0xA0)));
        at += step.size;
      }
    }
  }
}

}  // namespace
}  // namespace tui
