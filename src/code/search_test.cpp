#include "code/search.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <random>

#include "base/file.h"
#include "base/paths.h"
#include "needles.h"
#include "text/lines.h"

using namespace code;

namespace {

class SearchTree : public ::testing::Test {
 protected:
  void put(const std::string& path, std::string_view bytes) {
    ASSERT_TRUE(base::make_dirs(base::parent(base::join(root(), path))));
    ASSERT_TRUE(base::write_file(base::join(root(), path), bytes));
  }
  [[nodiscard]] const std::string& root() const { return dir_->path(); }
  [[nodiscard]] std::string find(const SearchQuery& query, const std::string& below = "") const {
    const auto result = search(base::join(root(), below), query);
    if (!result) return result.error().what;
    std::string out;
    for (const FoundFile& file : result->files) {
      out += (out.empty() ? "" : " ") +
             base::relative(base::absolute(base::join(root(), file.path)), base::absolute(root()));
      if (query.want == Want::counts) out += "=" + std::to_string(file.matches);
      for (const FoundLine& line : file.lines)
        out += (line.is_match ? ":" : "-") + std::to_string(line.number);
    }
    return out + (result->cut ? " (cut)" : "");
  }
  [[nodiscard]] std::string find(const std::string& pattern) const {
    SearchQuery query;
    query.pattern = pattern;
    return find(query);
  }
  base::Result<base::TempDir> dir_ = base::TempDir::make();
};

}  // namespace

TEST_F(SearchTree, FindsLinesByRegexAndLiteral) {
  put("a.c", "int main()\nfoo(bar)\r\nMain\n");
  put("b/c.c", "foo.bar\nno newline foo");
  EXPECT_EQ(find("foo"), "a.c:2 b/c.c:1:2");
  EXPECT_EQ(find("foo.bar"), "a.c:2 b/c.c:1");
  EXPECT_EQ(find("^foo$"), "");
  EXPECT_EQ(find("foo$"), "b/c.c:2");
  EXPECT_EQ(find("^(int|Main)"), "a.c:1:3");
  EXPECT_EQ(find("(?i)MAIN"), "a.c:1:3");
  EXPECT_EQ(find("x*"), "a.c:1:2:3 b/c.c:1:2");
  EXPECT_EQ(find("[^q]*bar"), "a.c:2 b/c.c:1");
  EXPECT_EQ(find("\\)\\s+foo"), "");
  SearchQuery query;
  query.pattern = "foo.b";
  query.syntax = Syntax::literal;
  EXPECT_EQ(find(query), "b/c.c:1");
  query.pattern = "FOO.B";
  query.letters = Case::insensitive;
  EXPECT_EQ(find(query), "b/c.c:1");
  query.letters = Case::smart;
  EXPECT_EQ(find(query), "");
  query.pattern = "main";
  EXPECT_EQ(find(query), "a.c:1:3");
  query.whole_words = true;
  query.pattern = "ba";
  EXPECT_EQ(find(query), "");
  query.pattern = "bar";
  EXPECT_EQ(find(query), "a.c:2 b/c.c:1");
}

TEST_F(SearchTree, ShowsContextOnceAndInOrder) {
  std::string text;
  for (int i = 1; i <= 20; ++i)
    text += (i == 3 || i == 5 || i == 12 || i == 20 ? "hit " : "line ") + std::to_string(i) + "\n";
  put("f", text);
  SearchQuery query;
  query.pattern = "hit";
  query.before = 1;
  query.after = 2;
  EXPECT_EQ(find(query), "f-2:3-4:5-6-7-11:12-13-14-19:20");
  query.before = 100;
  query.after = 0;
  EXPECT_EQ(find(query), "f-1-2:3-4:5-6-7-8-9-10-11:12-13-14-15-16-17-18-19:20");
  query.before = 0;
  query.after = 2;
  query.matches_max = 2;
  EXPECT_EQ(find(query), "f:3-4:5-6-7 (cut)");
  query.before = 1;
  query.matches_max = 1;
  EXPECT_EQ(find(query), "f-2:3-4-5 (cut)");
}

TEST_F(SearchTree, SkipsBinaryIgnoredHiddenAndLinks) {
  put("bin", std::string_view("needle\0", 7));
  put("late", std::string(9000, 'x') + "\nneedle " + std::string(1, '\0') + "\n");
  put(".gitignore", "*.log\n");
  put("x.log", "needle");
  put(".hidden", "needle");
  put("dir/real", "needle");
  ASSERT_EQ(::symlink("dir/real", base::join(root(), "link").c_str()), 0);
  ASSERT_EQ(::mkfifo(base::join(root(), "pipe").c_str(), 0600), 0);
  EXPECT_EQ(find("needle"), "dir/real:1");
  SearchQuery query;
  query.pattern = "needle";
  EXPECT_EQ(search(root(), query)->files_binary, 2U);
  EXPECT_EQ(find(query, "x.log"), "x.log:1");
  query.where.ignored = Ignored::show;
  query.where.hidden = Hidden::show;
  EXPECT_EQ(find(query), ".hidden:1 dir/real:1 x.log:1");
  query.where.globs = {"*.log"};
  EXPECT_EQ(find(query), "x.log:1");
}

TEST_F(SearchTree, CountsFilesAndBounds) {
  for (int i = 0; i < 100; ++i)
    put("d" + std::to_string(i % 7) + "/f" + std::to_string(i), "hit\nno\nhit\n");
  SearchQuery query;
  query.pattern = "hit";
  EXPECT_EQ(search(root(), query)->matches, 200U);
  EXPECT_FALSE(search(root(), query)->cut);
  query.matches_max = 5;
  EXPECT_EQ(find(query), "d0/f0:1:3 d0/f14:1:3 d0/f21:1 (cut)");
  query.matches_max = 200;
  EXPECT_FALSE(search(root(), query)->cut);
  query.matches_max = 199;
  EXPECT_TRUE(search(root(), query)->cut);
  query.matches_per_file_max = 1;
  query.matches_max = 2;
  EXPECT_EQ(find(query), "d0/f0:1 d0/f14:1 (cut)");
  query.matches_per_file_max = SIZE_MAX;
  query.want = Want::counts;
  EXPECT_EQ(find(query), "d0/f0=2 d0/f14=2 (cut)");
  query.want = Want::files;
  EXPECT_EQ(find(query), "d0/f0 d0/f14 (cut)");
  query.matches_max = 100;
  EXPECT_FALSE(search(root(), query)->cut);
}

TEST_F(SearchTree, CutsLongLinesAroundTheMatch) {
  put("f", std::string(5000, 'a') + "\xC3\xA9needle" + std::string(5000, 'b') + "\n");
  SearchQuery query;
  query.pattern = "needle";
  query.line_max = 100;
  const auto result = search(root(), query);
  ASSERT_TRUE(result);
  const FoundLine& line = result->files.at(0).lines.at(0);
  EXPECT_LE(line.text.size(), 100U);
  EXPECT_NE(line.text.find("\xC3\xA9needle"), std::string::npos);
  EXPECT_TRUE(line.cut_front && line.cut_back);
}

TEST_F(SearchTree, RefusesBadPatternsWithTheReason) {
  EXPECT_NE(find("(").find("missing )"), std::string::npos) << find("(");
  EXPECT_NE(find("(?=x)").find("look-around"), std::string::npos) << find("(?=x)");
  EXPECT_EQ(find(""), "the pattern is empty");
  EXPECT_NE(find("a\\nb").find("line feed"), std::string::npos);
  put("f", "ab\n");
  EXPECT_EQ(find("a[^\\n]"), "f:1");
  SearchQuery query;
  query.pattern = "x";
  EXPECT_EQ(search(base::join(root(), "none"), query).error().code, base::Code::not_found);
  query.pattern = std::string(k_pattern_max + 1, 'x');
  EXPECT_EQ(search(root(), query).error().code, base::Code::invalid);
  std::stop_source stop;
  stop.request_stop();
  query.pattern = "x";
  EXPECT_EQ(search(root(), query, stop.get_token()).error().code, base::Code::cancelled);
}

TEST_F(SearchTree, HugeFilesAreSearchedInWindows) {
  // 40 MiB, with matches around the borders of the windows of 16 MiB, and one endless line.
  std::string text;
  std::size_t number = 0;
  std::string expected = "f";
  while (text.size() < (std::size_t{40} << 20)) {
    const std::size_t window = text.size() % (std::size_t{16} << 20);
    ++number;
    if (window < 200 || window > (std::size_t{16} << 20) - 200 || number % 100'000 == 0) {
      text += "hit\n";
      expected += ":" + std::to_string(number);
    } else {
      text += "a line of text that is not so short\n";
    }
  }
  put("f", text);
  EXPECT_EQ(find("hit"), expected);
  SearchQuery query;
  query.pattern = "h[i]t";
  query.before = query.after = 1;
  query.matches_max = 100'000;
  const auto result = search(root(), query);
  ASSERT_TRUE(result);
  std::size_t last = 0;
  const auto lines = text::split_lines(text);
  for (const FoundLine& line : result->files.at(0).lines) {
    ASSERT_GT(line.number, last);
    last = line.number;
    ASSERT_EQ(line.text + "\n", lines[line.number - 1]);
    ASSERT_EQ(line.is_match, line.text == "hit");
  }
  put("f", std::string(std::size_t{40} << 20, 'x') + "hit");
  EXPECT_EQ(find("hit"), "f:1");
}

// Whatever the matcher does to be quick, it finds the lines that asking RE2 line by line does; here
// the slow way is a search in files of one line each.
TEST_F(SearchTree, PrefilterLosesNoLine) {
  const char* const patterns[] = {
      "foo",         "fo+bar",           "(foo|bar)baz",      "[fF]oo.*Bar",
      "(?i)foobar",  "(?i)ask",          "foo|BAR|qux",       "\\bfoo\\b",
      "^\\s*foo",    "ba[rz]$",          "(a|b)(c|d)",        "fo?o?bar",
      ".",           "x{2,3}y",          "foo.*bar|q",        "(foo)?bar",
      "\\w+\\(foo",  "(?i)\xE2\x84\xAA", "\xC3\xA9t\xC3\xA9", "(?i)\xC3\x89T\xC3\x89",
      "(?i)straSSe", "foo(?:bar)*baz",   "\\x66oo",           "[^f]oo"};
  const std::string_view words[] = {"foo",
                                    "bar",
                                    "baz",
                                    "Foo",
                                    "BAR",
                                    "qux",
                                    " ",
                                    "(",
                                    "ac",
                                    "bd",
                                    "xx",
                                    "y",
                                    "a\xC5\xBFk",
                                    "as\xE2\x84\xAA",
                                    "\xC3\xA9t\xC3\xA9",
                                    "\xC3\x89t\xC3\x89",
                                    "strasse",
                                    "ask",
                                    "\xFF",
                                    "\t"};
  std::mt19937 random(1);
  std::string text;
  for (int i = 0; i < 400; ++i) {
    std::string line;
    for (auto n = random() % 5; n > 0; --n) line += words[random() % std::size(words)];
    line += "\n";
    text += line;
    put("lines/" + std::to_string(1000 + i), line);
  }
  put("whole/f", text);
  std::size_t with_matches = 0;
  for (const char* pattern : patterns) {
    SearchQuery query;
    query.pattern = pattern;
    const auto whole = search(base::join(root(), "whole"), query);
    const auto lines = search(base::join(root(), "lines"), query);
    ASSERT_TRUE(whole && lines) << pattern;
    // A text too short for needles to pay is still searched with them; so ask RE2 as well, by a
    // pattern that has no needle: every character of it may be left out.
    SearchQuery plain = query;
    plain.pattern = "(?:" + std::string(pattern) + ")|\\pZ{50}";
    const auto slow = search(base::join(root(), "whole"), plain);
    ASSERT_TRUE(slow) << pattern;
    std::string a, b, c;
    for (const auto& file : whole->files)
      for (const auto& line : file.lines) a += std::to_string(line.number) + " ";
    for (const auto& file : slow->files)
      for (const auto& line : file.lines) b += std::to_string(line.number) + " ";
    for (const auto& file : lines->files) c += std::to_string(std::stoul(file.path) - 999) + " ";
    EXPECT_EQ(a, b) << pattern;
    EXPECT_EQ(a, c) << pattern;
    with_matches += a.empty() ? 0 : 1;
  }
  EXPECT_GT(with_matches, 20U);
}

TEST(Needles, AgreeWithTheObviousSearch) {
  std::mt19937 random(2);
  const std::string_view letters = "abAB -e\xC3";
  const auto word = [&](std::size_t max) {
    std::string out;
    for (auto n = random() % max; n > 0; --n) out += letters[random() % letters.size()];
    return out;
  };
  const auto lower = [](std::string text) {
    for (char& c : text)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return text;
  };
  for (int round = 0; round < 20000; ++round) {
    const bool fold = random() % 2 == 0;
    std::vector<std::string> needles;
    for (auto n = 1 + random() % 4; n > 0; --n) {
      const std::string needle = word(6) + letters[random() % letters.size()];
      needles.push_back(fold ? lower(needle) : needle);
    }
    const std::string text = word(90);
    const std::size_t from = random() % (text.size() + 2);
    const auto finder =
        Needles::make(needles, fold ? Needles::Letters::ascii_folded : Needles::Letters::exact);
    ASSERT_TRUE(finder);
    std::size_t expected = std::string::npos;
    for (const std::string& needle : needles)
      expected = std::min(expected, (fold ? lower(text) : text).find(needle, from));
    ASSERT_EQ(finder->find(text, from), expected);
  }
}
