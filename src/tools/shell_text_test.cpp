#include "shell_text.h"

#include <gtest/gtest.h>

#include "text/utf8.h"
#include "workspace/workspace.h"

namespace tools {
namespace {

using namespace std::string_literals;

struct Case {
  std::string printed, plain;
};

TEST(ShellText, IsWhatAPersonWouldSeeAtTheEnd) {
  const std::vector<Case> cases = {
      {"", ""},
      {"plain\ntext", "plain\ntext"},
      {"a\r\nb\r\n", "a\nb\n"},
      {"10%\r20%\r100%\ndone", "100%\ndone"},
      {"kept\r", "kept"},
      {"a\r\r\nb", "a\nb"},
      {"\x1b[1;31mred\x1b[0m", "red"},
      {"\x1b[2K\x1b[1Gline\n", "line\n"},
      {"\x1b]0;title\x07text", "text"},
      {"\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"},
      {"\x1b(Btext\x1b=\x1b>", "text"},
      {"cut \x1b[", "cut "},
      {"cut \x1b", "cut "},
      {"abc\b\bd", "ad"},
      {"gr\xC3\xBC\bn", "grn"},
      {"\b\bx", "x"},
      {"tab\there\a\x01\x7f", "tab\there"},
      {"a\0b"s, "ab"},
      {"bad \xFF byte", "bad \xEF\xBF\xBD byte"},
      {"\x1b]unended\nnext", "\nnext"},
  };
  for (const auto& each : cases) EXPECT_EQ(plain_output(each.printed), each.plain);
}

TEST(ShellText, KeepsHeadAndTailAndItsBound) {
  bool cut = true;
  EXPECT_EQ(shown_output("short", 5, 1000, cut), "short");
  EXPECT_FALSE(cut);
  for (const std::size_t size : {2000U, 600000U, 3000000U}) {
    const std::string out = shown_output("first\n" + std::string(size, 'x') + "\nlast", size + 11, 1000, cut);
    EXPECT_TRUE(cut);
    EXPECT_LE(out.size(), 1000U);
    EXPECT_TRUE(out.starts_with("first\nx")) << out;
    EXPECT_TRUE(out.ends_with("x\nlast")) << out;
  }
  // Progress that a person would not see does not count.
  std::string progress;
  for (int i = 0; i < 1000; ++i) progress += "\rstep " + std::to_string(i);
  EXPECT_EQ(shown_output(progress, progress.size(), 1000, cut), "step 999");
  EXPECT_FALSE(cut);
}

workspace::Effect effect(std::string path, workspace::Change change) {
  workspace::Effect out;
  out.path = std::move(path);
  out.change = change;
  return out;
}

TEST(ShellText, NamesWhatChangedInOneShortLine) {
  EXPECT_EQ(effects_lines({}, {}), "");
  EXPECT_EQ(effects_lines({effect("a", workspace::Change::created), effect("b/c", workspace::Change::modified),
                          effect("d", workspace::Change::deleted)}, {}),
            "[changed: A a, M b/c, D d]\n");
  std::vector<workspace::Effect> many;
  for (int i = 0; i < 100; ++i) many.push_back(effect(std::string(300, 'x') + "\n\xFF", workspace::Change::mode));
  const std::string line = effects_lines(many, {});
  EXPECT_LT(line.size(), 1400U);
  EXPECT_TRUE(line.ends_with(" and 90 more]\n"));
  EXPECT_TRUE(text::is_valid_utf8(line));
}

TEST(ShellText, TellsWhatIsNotInTheTreeApart) {
  auto held = effect("notes", workspace::Change::deleted);
  held.state = workspace::State::held;
  held.why = "deletes what only you have";
  auto moved = effect("b.c", workspace::Change::created), gone = effect("a.c", workspace::Change::deleted);
  moved.renamed_from = "a.c";
  gone.renamed_to = "b.c";
  EXPECT_EQ(effects_lines({gone, moved, held}, {"HEAD: main 1a -> 2b"}),
            "[changed: R a.c -> b.c]\n[git: HEAD: main 1a -> 2b]\n"
            "[held until the user decides, NOT in the tree: D notes (deletes what only you have)]\n");
}

}  // namespace
}  // namespace tools
