#include "screen.h"

#include <gtest/gtest.h>

#include "text/width.h"

namespace tui {
namespace {

std::size_t count(const std::string& text, std::string_view what) {
  std::size_t out = 0;
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++out;
  return out;
}

TEST(Screen, WritesOnlyWhatChanged) {
  Screen screen(Colours::none);
  screen.resize(40, 10);
  screen.show({Line("one"), Line("two"), Line("three")}, {2, 5});
  EXPECT_NE(screen.frame().find("two"), std::string::npos);
  EXPECT_EQ(screen.frame(), "");
  screen.show({Line("one"), Line("TWO"), Line("three")}, {2, 5});
  const auto frame = screen.frame();
  EXPECT_NE(frame.find("TWO"), std::string::npos);
  EXPECT_EQ(frame.find("one"), std::string::npos);
  EXPECT_EQ(frame.find("three"), std::string::npos);
}

TEST(Screen, EveryFrameIsOneUpdate) {
  Screen screen(Colours::ansi);
  screen.resize(40, 10);
  screen.print({Line("above")});
  screen.show({Line("live")}, {});
  const auto frame = screen.frame();
  EXPECT_TRUE(frame.starts_with("\033[?2026h"));
  EXPECT_TRUE(frame.ends_with("\033[?2026l"));
  EXPECT_EQ(count(frame, "\033[?2026h"), 1u);
  EXPECT_EQ(count(frame, "\033[2J"), 0u);   // never the whole screen
  EXPECT_EQ(count(frame, "\033[?1049"), 0u);
}

TEST(Screen, MovingTheCursorWritesNoText) {
  Screen screen(Colours::none);
  screen.resize(40, 10);
  screen.show({Line("word")}, {0, 4});
  screen.frame();
  screen.show({Line("word")}, {0, 1});
  EXPECT_EQ(screen.frame(), "\033[?2026h\r\033[1C\033[?2026l");
}

TEST(Screen, RowsNeverFillTheLastColumn) {
  Screen screen(Colours::none);
  screen.resize(10, 5);
  screen.show({Line("二二二二二二二")}, {});
  const auto frame = screen.frame();
  EXPECT_EQ(count(frame, "二"), 4u);
  EXPECT_EQ(count(frame, "…"), 1u);
}

TEST(Wrap, BreaksBetweenWordsAndSetsIn) {
  Line line("- some words that go on");
  line.hang = 2;
  const auto rows = wrap(line, 12);
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].text(), "- some words");
  EXPECT_EQ(rows[1].text(), "  that go on");
}

TEST(Wrap, BreaksAWordThatIsTooLong) {
  const auto rows = wrap(Line("abcdefghij"), 4);
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[2].text(), "ij");
}

TEST(Wrap, NoRowIsTooWideAndNothingIsLost) {
  for (std::size_t columns = 1; columns < 30; ++columns) {
    Line line("a 二三 bcd e\u0301f ");
    line.add("ghi jkl", Tone::bad).add(" mnopqrstuvwxyz", Tone::good, k_bold);
    line.hang = 3;
    std::string together;
    for (const auto& row : wrap(line, columns)) {
      if (columns > 1) EXPECT_LE(row.width(), columns);
      together += row.text();
    }
    auto whole = line.text();
    std::erase(together, ' ');
    std::erase(whole, ' ');
    EXPECT_EQ(together, whole) << columns;
  }
}

}  // namespace
}  // namespace tui
