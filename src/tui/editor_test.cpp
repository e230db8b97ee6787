#include "editor.h"

#include <gtest/gtest.h>

namespace tui {
namespace {

Key ctrl(char letter) {
  Key key;
  key.ctrl = true;
  key.text = std::string(1, letter);
  return key;
}
Key alt(char letter) {
  Key key;
  key.alt = true;
  key.text = std::string(1, letter);
  return key;
}
Key plain(Key::What what) {
  Key key;
  key.what = what;
  return key;
}

TEST(Editor, TypesInTheMiddle) {
  Editor editor;
  editor.insert("hllo");
  editor.key(ctrl('a'));
  editor.key(plain(Key::What::right));
  editor.insert("e");
  EXPECT_EQ(editor.text(), "hello");
  editor.key(plain(Key::What::end));
  editor.key(plain(Key::What::backspace));
  EXPECT_EQ(editor.text(), "hell");
}

TEST(Editor, MovesOverWholeCharacters) {
  Editor editor;
  editor.insert("e\u0301二");
  editor.key(plain(Key::What::backspace));
  EXPECT_EQ(editor.text(), "e\u0301");
  editor.key(plain(Key::What::backspace));
  EXPECT_EQ(editor.text(), "");
}

TEST(Editor, KillsAndYanksBack) {
  Editor editor;
  editor.insert("one two three");
  editor.key(ctrl('w'));
  editor.key(ctrl('w'));
  EXPECT_EQ(editor.text(), "one ");
  editor.key(ctrl('y'));
  EXPECT_EQ(editor.text(), "one two three");
  editor.key(ctrl('u'));
  EXPECT_EQ(editor.text(), "");
  editor.key(ctrl('y'));
  editor.key(ctrl('a'));
  editor.key(alt('f'));
  editor.key(ctrl('k'));
  EXPECT_EQ(editor.text(), "one");
  editor.key(alt('b'));
  EXPECT_EQ(editor.cursor(), 0u);
  editor.key(alt('d'));
  EXPECT_EQ(editor.text(), "");
  editor.key(ctrl('_'));
  EXPECT_EQ(editor.text(), "one");
}

TEST(Editor, ALongPasteIsAPlaceholderAndComesBackWhole) {
  Editor editor;
  editor.insert("look: ");
  std::string text;
  for (int i = 0; i < 42; ++i) text += "line " + std::to_string(i) + "\r";
  editor.paste(text);
  std::replace(text.begin(), text.end(), '\r', '\n');
  EXPECT_EQ(editor.layout(80, 5).rows[0].text(), "look: [pasted 42 lines]");
  EXPECT_EQ(editor.text(), "look: " + text);
  editor.key(plain(Key::What::backspace));
  EXPECT_EQ(editor.text(), "look: ");
}

TEST(Editor, AShortPasteIsText) {
  Editor editor;
  editor.paste("a\r\nb");
  EXPECT_EQ(editor.text(), "a\nb");
}

TEST(Editor, NothingThatIsTypedCanStandForAPaste) {
  Editor editor;
  editor.paste(std::string(2000, 'x'));
  editor.insert("\U000F0000");
  EXPECT_EQ(editor.text(), std::string(2000, 'x') + "\uFFFD");
  editor.set("");
  editor.insert("\033[31m\u202Eevil");
  EXPECT_EQ(editor.text(), "\uFFFD[31m\uFFFDevil");
}

TEST(Editor, RowsBreakAtTheWidthAndTheCursorFollows) {
  Editor editor;
  editor.insert("abcdef二三g");
  const auto layout = editor.layout(4, 10);
  ASSERT_EQ(layout.rows.size(), 3u);
  EXPECT_EQ(layout.rows[0].text(), "abcd");
  EXPECT_EQ(layout.rows[1].text(), "ef二");
  EXPECT_EQ(layout.rows[2].text(), "三g");
  EXPECT_EQ(layout.row, 2u);
  EXPECT_EQ(layout.column, 3u);
  EXPECT_TRUE(editor.move_row(-1));
  EXPECT_EQ(editor.layout(4, 10).row, 1u);
  EXPECT_TRUE(editor.move_row(-1));
  EXPECT_FALSE(editor.move_row(-1));
}

TEST(Editor, AFullRowHasTheCursorBelow) {
  Editor editor;
  editor.insert("abcd");
  const auto layout = editor.layout(4, 10);
  EXPECT_EQ(layout.rows.size(), 2u);
  EXPECT_EQ(layout.row, 1u);
  EXPECT_EQ(layout.column, 0u);
}

TEST(Editor, OfManyRowsThoseAroundTheCursorAreShown) {
  Editor editor;
  for (int i = 0; i < 30; ++i) editor.insert("row " + std::to_string(i) + "\n");
  const auto layout = editor.layout(20, 4);
  EXPECT_EQ(layout.rows.size(), 4u);
  EXPECT_EQ(layout.row, 3u);
  EXPECT_EQ(layout.rows[2].text(), "row 29");
}

TEST(Editor, UpAndDownKeepTheColumn) {
  Editor editor;
  editor.insert("long line\nx\nlong line");
  editor.layout(40, 10);
  EXPECT_TRUE(editor.move_row(-1));
  EXPECT_EQ(editor.cursor(), 11u);
  EXPECT_TRUE(editor.move_row(-1));
  EXPECT_EQ(editor.cursor(), 9u);
  EXPECT_TRUE(editor.move_row(1));
  EXPECT_TRUE(editor.move_row(1));
  EXPECT_EQ(editor.cursor(), editor.shown().size());
}

}  // namespace
}  // namespace tui
