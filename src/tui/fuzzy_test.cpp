#include "fuzzy.h"

#include <gtest/gtest.h>

#include <chrono>

#include "completion.h"
#include "picker.h"

namespace tui {
namespace {

std::string best(const std::vector<std::string>& names, std::string_view query) {
  const FuzzyNames all(names);
  const auto found = all.find(query, 1);
  return found.empty() ? "" : all[found[0]];
}

TEST(Fuzzy, TheFileThatIsMeantComesFirst) {
  const std::vector<std::string> names = {"src/tui/editor.cpp", "src/tui/editor.h", "docs/editors.md", "src/engine/report.cpp", "include/edit/or.txt", "README.md"};
  EXPECT_EQ(best(names, "editor.c"), "src/tui/editor.cpp");
  EXPECT_EQ(best(names, "editor.h"), "src/tui/editor.h");
  EXPECT_EQ(best(names, "tuied"), "src/tui/editor.h");
  EXPECT_EQ(best(names, "rep"), "src/engine/report.cpp");
  EXPECT_EQ(best(names, "read"), "README.md");
  EXPECT_EQ(best(names, "READ"), "README.md");
  EXPECT_EQ(best(names, "xyz"), "");
}

TEST(Fuzzy, AHundredThousandNamesAreFoundWhileAKeyIsPressed) {
  std::vector<std::string> names;
  for (int i = 0; i < 100'000; ++i) names.push_back("src/part" + std::to_string(i / 100) + "/module_" + std::to_string(i) + "/file" + std::to_string(i % 977) + ".cpp");
  const FuzzyNames all(std::move(names));
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_FALSE(all.find("mod77file3", 50).empty());
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun).count();
  EXPECT_LT(took, 1000);   // some 10 ms when the machine is idle and the build optimized
}

TEST(Completion, IsAskedForByAWord) {
  EXPECT_FALSE(asked_at("mail@example", 12));
  EXPECT_FALSE(asked_at("see /tmp", 8));
  EXPECT_EQ(asked_at("see @src/a b", 10), (Asked{Asked::What::file, 4, 10, "src/a"}));
  EXPECT_EQ(asked_at("/mo", 3), (Asked{Asked::What::command, 0, 3, "mo"}));
}

TEST(Completion, PutsTheChosenNameIn) {
  Editor editor;
  Completion completion;
  const FuzzyNames files({"a/one.txt", "a/other.txt", "b/two.txt"});
  editor.insert("look at @o");
  completion.update(editor, files, {});
  ASSERT_TRUE(completion.is_open());
  completion.accept(editor);
  EXPECT_EQ(editor.text(), "look at @a/one.txt ");
  editor.set("@two");
  completion.update(editor, files, {});
  completion.close();
  editor.insert(".");
  completion.update(editor, files, {});
  EXPECT_FALSE(completion.is_open());   // closed for this word
}

TEST(Picker, IsNarrowedByTyping) {
  Picker picker("Which", {{"first thing", "1"}, {"second thing", "2"}, {"third", "3"}});
  Key down;
  down.what = Key::What::down;
  picker.key(down);
  EXPECT_EQ(picker.chosen(), 1u);
  Key typed;
  typed.text = "thi";
  EXPECT_EQ(picker.key(typed), Picker::Did::changed);
  typed.text = "rd";
  picker.key(typed);
  EXPECT_EQ(picker.chosen(), 2u);
  typed.text = "zzz";
  picker.key(typed);
  Key enter;
  enter.what = Key::What::enter;
  EXPECT_EQ(picker.key(enter), Picker::Did::nothing);
  EXPECT_FALSE(picker.lines(20, 5).empty());
}

}  // namespace
}  // namespace tui
