#include "screen.h"

#include <gtest/gtest.h>

#include <vector>

namespace tools {
namespace {

std::string shown(std::string_view bytes, int columns = 10, int rows = 4) {
  Screen screen(columns, rows);
  screen.feed(bytes);
  return screen.text();
}

TEST(Screen, ShowsWhatATerminalShows) {
  struct Row {
    std::string_view name, bytes, text;
  };
  const std::vector<Row> rows = {
      {"nothing", "", ""},
      {"lines", "a\r\nb\r\n", "a\nb\n"},
      {"a line feed goes straight down", "a\nb", "a\n b\n"},
      {"written over", "abc\rX", "Xbc\n"},
      {"backspace only moves", "abc\b\bX", "aXc\n"},
      {"tabs", "a\tb", "a       b\n"},
      {"wraps when the next one comes", "0123456789\r\nx", "0123456789\nx\n"},
      {"wraps", "0123456789x", "0123456789\nx\n"},
      {"does not wrap when told not to", "\x1b[?7l0123456789xy", "012345678y\n"},
      {"scrolls", "1\r\n2\r\n3\r\n4\r\n5", "2\n3\n4\n5\n"},
      {"addressing", "\x1b[3;4Hx\x1b[Hy\x1b[2dz", "y\n z\n   x\n"},
      {"addressing beyond the edge", "\x1b[99;99Hx\x1b[0;0Hy", "y\n\n\n         x\n"},
      {"relative motion", "a\x1b[2Cb\x1b[2B\x1b[3Dc\x1b[Ad", "a  b\n  d\n c\n"},
      {"columns", "abc\x1b[2GX\x1b[5`Y", "aXc Y\n"},
      {"next and previous lines", "a\x1b[2Eb\x1b[1Fc", "a\nc\nb\n"},
      {"erase to the end of the line", "abc\x1b[2G\x1b[K", "a\n"},
      {"erase to its beginning", "abc\x1b[2G\x1b[1K", "  c\n"},
      {"erase the line", "a\r\nb\x1b[2Kc", "a\n c\n"},
      {"erase below", "a\r\nb\r\nc\x1b[2;1H\x1b[J", "a\n"},
      {"erase above", "a\r\nb\r\nc\x1b[2;1H\x1b[1J", "\n\nc\n"},
      {"erase all", "a\r\nb\x1b[2Jc", "\n c\n"},
      {"erase characters", "abcdef\x1b[2G\x1b[3X", "a   ef\n"},
      {"insert and delete characters", "abcdef\x1b[2G\x1b[2P\x1b[@-", "a-def\n"},
      {"inserting mode", "abc\r\x1b[4hxy\x1b[4l-", "xy-bc\n"},
      {"insert lines", "1\r\n2\r\n3\x1b[2;1H\x1b[Lx", "1\nx\n2\n3\n"},
      {"delete lines", "1\r\n2\r\n3\x1b[1;1H\x1b[2Mx", "x\n"},
      {"a scrolled region", "1\r\n2\r\n3\r\n4\x1b[2;3r\x1b[3;1H\nx", "1\n3\nx\n4\n"},
      {"and back in it", "1\r\n2\r\n3\r\n4\x1b[2;3r\x1b[2;1H\x1bMx", "1\nx\n2\n4\n"},
      {"scroll up and down", "1\r\n2\r\n3\x1b[S\x1b[2T", "\n\n2\n3\n"},
      {"origin", "\x1b[2;3r\x1b[?6h\x1b[1;1Hx\x1b[9;1Hy", "\nx\ny\n"},
      {"the cursor is kept", "ab\x1b[s\x1b[3;3Hx\x1b[uc\x1b" "7\r\n\x1b" "8d", "abcd\n\n  x\n"},
      {"colours are nothing", "\x1b[1;38;5;3ma\x1b[m\x1b[38:2::1:2:3mb", "ab\n"},
      {"titles are nothing", "\x1b]0;title\x07" "a\x1b]8;;http://x\x1b\\b\x1bP1;2q...\x1b\\c", "abc\n"},
      {"a title without an end", "\x1b]0;title\nx", "\nx\n"},
      {"questions are not answered", "\x1b[6n\x1b[c\x1b[>0q\x1b[!p\x1b[?2004h\x1b[2 qx", "x\n"},
      {"wide characters", "\xe4\xb8\xad\xe6\x96\x87x", "\xe4\xb8\xad\xe6\x96\x87x\n"},
      {"wide ones do not fit in half", "012345678\xe4\xb8\xad", "012345678\n\xe4\xb8\xad\n"},
      {"half of a wide one goes with the other", "\xe4\xb8\xad\xe6\x96\x87\x1b[2Gx", " x\xe6\x96\x87\n"},
      {"combining", "e\xcc\x81x", "e\xcc\x81x\n"},
      {"combining at the edge", "012345678e\xcc\x81", "012345678e\xcc\x81\n"},
      {"line drawing", "\x1b(0lqk\x1b(Bq", "\xe2\x94\x8c\xe2\x94\x80\xe2\x94\x90q\n"},
      {"invalid bytes", "a\xff\xc3(b", "a\xef\xbf\xbd\xef\xbf\xbd(b\n"},
      {"repeated", "ab\x1b[3b", "abbbb\n"},
      {"cancelled", "\x1b[3\x18x", "x\n"},
      {"controls within a sequence", "a\x1b[3\r;1Hx", "a\n\nx\n"},
      {"a sequence that is too long", "\x1b[" "1111111111111111111111111111111111111111111111111111111111111111111111Hx", "x\n"},
      {"reset", "abc\x1b[2;3r\x1b[?6h\x1b" "cx", "x\n"},
  };
  for (const auto& row : rows) EXPECT_EQ(shown(row.bytes), row.text) << row.name;
}

TEST(Screen, KeepsTheMainScreenWhileTheOtherIsShown) {
  Screen screen(10, 4);
  screen.feed("main\r\n$ ");
  EXPECT_FALSE(screen.take_drawn());
  screen.feed("\x1b[?1049h\x1b[Hediting\x1b[4;1H~");
  EXPECT_EQ(screen.text(), "editing\n\n\n~\n");
  EXPECT_TRUE(screen.is_alternate());
  EXPECT_TRUE(screen.take_drawn());
  EXPECT_TRUE(screen.take_drawn()) << "as long as it is shown";
  screen.feed("\x1b[?1049ldone");
  EXPECT_EQ(screen.text(), "main\n$ done\n");
  EXPECT_TRUE(screen.take_drawn());
  EXPECT_FALSE(screen.take_drawn());
}

TEST(Screen, ProgressAndPromptsAreNoDrawing) {
  Screen screen(40, 4);
  screen.feed("\x1b[?2004h\x1b[1;32m$\x1b[m echo \x1b[Kx\b\x1b[C\r\n10 %\r\x1b[K20 %\r\nname: ");
  EXPECT_FALSE(screen.take_drawn());
  screen.feed("\x1b[2A> menu");
  EXPECT_TRUE(screen.take_drawn());
}

TEST(Screen, KeepsTheLastOfWhatScrolledOut) {
  Screen screen(10, 2);
  for (int i = 0; i < 6; ++i) screen.feed("line " + std::to_string(i) + "\r\n");
  EXPECT_EQ(screen.take_scrolled(), "line 0\nline 1\nline 2\nline 3\nline 4\n");
  EXPECT_EQ(screen.take_scrolled(), "");
  for (int i = 0; i < 100000; ++i) screen.feed("x" + std::to_string(i) + "\r\n");
  const auto scrolled = screen.take_scrolled();
  EXPECT_LE(scrolled.size(), k_scrolled_max);
  EXPECT_TRUE(scrolled.ends_with("x99997\nx99998\n")) << scrolled.substr(scrolled.size() - 20);
  screen.feed("\x1b[?1049h1\r\n2\r\n3\r\n4");
  EXPECT_EQ(screen.take_scrolled(), "");
}

TEST(Screen, HasBounds) {
  EXPECT_EQ(Screen(0, -5).columns(), 1);
  Screen screen(100000, 100000);
  EXPECT_EQ(screen.columns(), k_screen_columns_max);
  EXPECT_EQ(screen.rows(), k_screen_rows_max);
  screen.feed("\x1b[9999999999;9999999999H\x1b[99999999@\x1b[99999999Sx");
  EXPECT_EQ(screen.row(), k_screen_rows_max - 1);
}

}  // namespace
}  // namespace tools
