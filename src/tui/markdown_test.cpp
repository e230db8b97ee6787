#include "markdown.h"

#include <gtest/gtest.h>

#include <random>

#include "diff_view.h"
#include "syntax.h"

namespace tui {
namespace {

std::string text_of(const Lines& lines) {
  std::string out;
  for (const auto& line : lines) out += line.text() + "\n";
  return out;
}

std::string rendered(std::string_view text) {
  Markdown markdown;
  markdown.feed(text);
  markdown.finish();
  return text_of(markdown.take());
}

const char* const k_sample =
    "# Head\nwords that\ngo on\n\n- one\n- two\n  more\n1. first\n\n> said\n> so\n\n```py\nx = 1\n\n- no list\n```\nafter\n\n| a | bb |\n|---|---|\n| 一 | 2 |\n\n---\nend";
const char* const k_shown =
    "Head\nwords that go on\n\n• one\n• two more\n1. first\n\n│ said so\n\nx = 1\n\n- no list\n\nafter\n\na  │ bb\n───┼───\n一 │ 2\n\n────────\nend\n";

TEST(Markdown, BlocksBecomeLines) { EXPECT_EQ(rendered(k_sample), k_shown); }

TEST(Markdown, ComesInPiecesToTheSame) {
  std::mt19937 random(5);
  for (int round = 0; round < 200; ++round) {
    Markdown markdown;
    std::string out;
    std::string_view rest = k_sample;
    while (!rest.empty()) {
      const auto n = std::min<std::size_t>(1 + random() % 9, rest.size());
      markdown.feed(rest.substr(0, n));
      rest.remove_prefix(n);
      out += text_of(markdown.take());
      (void)markdown.tail();
    }
    markdown.finish();
    EXPECT_EQ(out + text_of(markdown.take()), k_shown);
  }
}

TEST(Markdown, WhatIsNotWholeYetIsTheTail) {
  Markdown markdown;
  markdown.feed("one\n\ntwo **bo");
  EXPECT_EQ(text_of(markdown.take()), "one\n");
  EXPECT_EQ(text_of(markdown.tail()), "\ntwo **bo\n");
  EXPECT_EQ(text_of(markdown.take()), "");
}

TEST(Markdown, InlineMarks) {
  const auto line = inline_markdown("a **b** `c*d*` *e* _f_ snake_case_name ~~g~~ [h](http://i) \\*j\\* 2 * 3 * 4");
  EXPECT_EQ(line.text(), "a b c*d* e f snake_case_name g h (http://i) *j* 2 * 3 * 4");
  EXPECT_EQ(line.spans[1], (Span{"b", Tone::plain, k_bold}));
  EXPECT_EQ(line.spans[3], (Span{"c*d*", Tone::code, 0}));
}

TEST(Markdown, AModelsEscapesAreShown) {
  EXPECT_EQ(rendered("\033[2J\033]52;c;x\a**hi**"), "\uFFFD[2J\uFFFD]52;c;x\uFFFDhi\n");
  EXPECT_EQ(rendered("```\n\033[31m\n```"), "\uFFFD[31m\n");
}

TEST(Syntax, WordsStringsAndComments) {
  Syntax python("python");
  const auto line = python.line("return \"x\" + 12  # why");
  EXPECT_EQ(line.text(), "return \"x\" + 12  # why");
  EXPECT_EQ(line.spans.front(), (Span{"return", Tone::keyword, 0}));
  EXPECT_EQ(line.spans.back(), (Span{"# why", Tone::dim, 0}));
  Syntax c("cpp");
  EXPECT_EQ(c.line("a /* b").spans.back(), (Span{"/* b", Tone::dim, 0}));
  EXPECT_EQ(c.line("c */ int").spans.front(), (Span{"c */", Tone::dim, 0}));
}

TEST(Diff, HasNumbersAndSigns) {
  const auto lines = diff_lines("diff --git a/x.py b/x.py\n--- a/x.py\n+++ b/x.py\n@@ -3,3 +3,3 @@ def f\n a\n-b\n+c\n d\n", 100);
  EXPECT_EQ(text_of(lines), "x.py\n    3   a\n    4 - b\n    4 + c\n    5   d\n");
  EXPECT_EQ(text_of(diff_lines("# held: a\n--- a/a\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-x\n--- y\n# held: b\n--- a/b\n+++ b/b\n@@ -1 +1 @@\n-1\n\\ No newline\n+2\n@@ -9 +9 @@\n-3\n+4\n", 100)),
            "# held: a\na  deleted\n    1 - x\n    2 - -- y\n# held: b\nb\n    1 - 1\n    1 + 2\n      ⋮\n    9 - 3\n    9 + 4\n");
  EXPECT_EQ(text_of(diff_lines("--- a/x\n+++ b/x\n@@ -1 +1,3 @@\n+1\n+2\n+3\n", 2)), "x\n    1 + 1\n      and 2 lines more\n");
}

}  // namespace
}  // namespace tui
