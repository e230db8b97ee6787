#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "passage.h"
#include "tool_bench.h"

namespace tools {
namespace {

class EditTool : public ToolBench {
 protected:
  Output edit(const std::string& path, const std::string& old_text, const std::string& new_text,
              bool all = false) {
    json::Object arguments;
    arguments["path"] = path;
    arguments["old"] = old_text;
    arguments["new"] = new_text;
    if (all) arguments["all"] = true;
    return call("edit", json::dump(arguments));
  }
  void seen(const std::string& name, const std::string& bytes) {
    files.put(name, bytes);
    ASSERT_FALSE(read(name).is_error);
  }
};

TEST_F(EditTool, ReplacesTheOnePassage) {
  seen("a", "one\ntwo\nthree\n");
  const auto out = edit("a", "two\n", "2\n2b\n");
  EXPECT_FALSE(out.is_error) << out.text;
  EXPECT_EQ(files.get("a"), "one\n2\n2b\nthree\n");
  EXPECT_EQ(out.text, "edited a, line 2 (+2 -1)");
  EXPECT_EQ(out.title, "edit a (+2 -1)");
  EXPECT_TRUE(has(watched, "-two\n+2\n+2b\n")) << watched;
  ASSERT_EQ(files.steps().size(), 1U);
  EXPECT_EQ(files.steps()[0].what, "edit a");
  EXPECT_EQ(files.steps()[0].id, "call_2");
}

TEST_F(EditTool, RefusesAFileThatWasNotRead) {
  files.put("a", "one\n");
  const auto out = edit("a", "one", "two");
  EXPECT_TRUE(out.is_error);
  EXPECT_EQ(out.text, "a was not read yet: read it first, then change it");
  EXPECT_EQ(files.get("a"), "one\n");
}

TEST_F(EditTool, RefusesAFileThatChangedSinceItWasRead) {
  seen("a", "one\n");
  files.put("a", "one\nmore\n");
  const auto out = edit("a", "one", "two");
  EXPECT_TRUE(out.is_error);
  EXPECT_TRUE(has(out.text, "changed by somebody else")) << out.text;
  read("a");
  EXPECT_FALSE(edit("a", "one", "two").is_error);
}

TEST_F(EditTool, CountsItsOwnWritesAsRead) {
  seen("a", "1\n");
  EXPECT_FALSE(edit("a", "1", "2").is_error);
  EXPECT_FALSE(edit("a", "2", "3").is_error);
  EXPECT_FALSE(call("write", R"({"path":"b","content":"x\n"})").is_error);
  EXPECT_FALSE(edit("b", "x", "y").is_error);
  EXPECT_EQ(files.get("b"), "y\n");
}

TEST_F(EditTool, RefusesTextThatOccursTwiceAndNamesTheLines) {
  seen("a", "x = 1\ny\nx = 1\n");
  const auto out = edit("a", "x = 1", "x = 2");
  EXPECT_TRUE(out.is_error);
  EXPECT_TRUE(has(out.text, "`old` occurs 2 times in a, at lines 1, 3")) << out.text;
  EXPECT_EQ(files.get("a"), "x = 1\ny\nx = 1\n");
}

TEST_F(EditTool, RefusesTextThatOverlapsItself) {
  seen("a", "aaa");
  EXPECT_TRUE(edit("a", "aa", "b").is_error);
}

TEST_F(EditTool, ReplacesAllIfAsked) {
  seen("a", "x\ny\nx\nxx");
  const auto out = edit("a", "x", "zz", true);
  EXPECT_FALSE(out.is_error);
  EXPECT_EQ(files.get("a"), "zz\ny\nzz\nzzzz");
  EXPECT_EQ(out.text, "edited a, lines 1, 3, 4, 4 (+3 -3)");
}

TEST_F(EditTool, ShowsTheNearestPassageIfTheTextIsNotThere) {
  seen("a", "void f() {\n\tint a = 1;\n\treturn a;\n}\n");
  const auto blanks = edit("a", "void f() {\n  int a = 1;\n  return a;\n}", "x");
  EXPECT_TRUE(blanks.is_error);
  EXPECT_EQ(blanks.text,
            "`old` was not found in a. It differs only in blanks from lines 1-4:\n"
            "1\tvoid f() {\n2\t\tint a = 1;\n3\t\treturn a;\n4\t}");
  const auto near = edit("a", "\tint a = 2;\n\treturn a;\n", "x");
  EXPECT_TRUE(has(near.text, "Nearest are lines 2-3:\n2\t\tint a = 1;\n3\t\treturn a;")) << near.text;
  const auto typo = edit("a", "\tretrun a;", "x");
  EXPECT_TRUE(has(typo.text, "Nearest are lines 3-3:")) << typo.text;
  EXPECT_EQ(edit("a", "nothing like it at all", "x").text, "`old` was not found in a");
}

TEST_F(EditTool, KeepsCarriageReturnsAndByteOrderMark) {
  seen("a", "\xEF\xBB\xBFone\r\ntwo\r\nthree\r\n");
  EXPECT_FALSE(edit("a", "one\ntwo\n", "1\n2\n2b\n").is_error);
  EXPECT_EQ(files.get("a"), "\xEF\xBB\xBF" "1\r\n2\r\n2b\r\nthree\r\n");
  // A model that writes carriage returns itself gets no two of them.
  EXPECT_FALSE(edit("a", "2b\r\nthree", "x\r\ny").is_error);
  EXPECT_EQ(files.get("a"), "\xEF\xBB\xBF" "1\r\n2\r\nx\r\ny\r\n");
}

TEST_F(EditTool, KeepsMixedEndingsWhereTheyAre) {
  seen("a", "one\r\ntwo\nthree\r\nfour\n");
  EXPECT_FALSE(edit("a", "three\nfour", "3\n4").is_error);
  EXPECT_EQ(files.get("a"), "one\r\ntwo\n3\r\n4\n");
  EXPECT_FALSE(edit("a", "two", "2\n2b").is_error);
  EXPECT_EQ(files.get("a"), "one\r\n2\n2b\n3\r\n4\n");
}

TEST_F(EditTool, WritesNoCarriageReturnsIntoAFileWithout) {
  seen("a", "one\ntwo\n");
  EXPECT_FALSE(edit("a", "one", "1\r\n1b").is_error);
  EXPECT_EQ(files.get("a"), "1\n1b\ntwo\n");
}

TEST_F(EditTool, KeepsBytesThatAreNotUtf8) {
  seen("a", "\xFF\xFE" "abc\nx\n");
  EXPECT_FALSE(edit("a", "x", "y").is_error);
  EXPECT_EQ(files.get("a"), "\xFF\xFE" "abc\ny\n");
}

TEST_F(EditTool, SaysThatAFileVanishedSinceItWasRead) {
  seen("a", "one\n");
  ASSERT_EQ(::unlink((files.root() + "/a").c_str()), 0);
  const auto out = edit("a", "one", "two");
  EXPECT_TRUE(out.is_error);
  EXPECT_EQ(out.text, "a is gone: somebody removed it since it was read");
}

TEST_F(EditTool, RefusesAReadOnlyFile) {
  seen("a", "one\n");
  ASSERT_EQ(::chmod((files.root() + "/a").c_str(), 0444), 0);
  const auto out = edit("a", "one", "two");
  EXPECT_TRUE(out.is_error);
  EXPECT_TRUE(has(out.text, "a is read-only")) << out.text;
  EXPECT_EQ(files.get("a"), "one\n");
}

TEST_F(EditTool, RefusesWhatMakesNoSense) {
  seen("a", "one\n");
  EXPECT_TRUE(has(edit("a", "", "x").text, "`old` is empty"));
  EXPECT_TRUE(has(edit("a", "one", "one").text, "are the same"));
  EXPECT_TRUE(has(edit("none", "one", "x").text, "no such file: none"));
  EXPECT_EQ(call("edit", R"({"path":"a","old":"one"})").text, "/new: missing");
  EXPECT_EQ(call("edit", R"({"path":"a","old":1,"new":"x"})").text, "/old: expected a string, got a number");
}

TEST_F(EditTool, IsAStepThatCanBeUndone) {
  seen("a", "one\n");
  EXPECT_FALSE(edit("a", "one", "two").is_error);
  EXPECT_TRUE(files.workspace().undo("call_2"));
  EXPECT_EQ(files.get("a"), "one\n");
}

TEST_F(EditTool, AcceptsTheNamesOfOtherAgents) {
  seen("a", "one one\n");
  EXPECT_FALSE(
      call("edit", R"({"file_path":"a","old_string":"one","new_string":"1","replace_all":"true"})").is_error);
  EXPECT_EQ(files.get("a"), "1 1\n");
}

TEST_F(EditTool, EditsAFileOfTwoMegabytesInOneLine) {
  seen("a", std::string(1'000'000, 'x') + "needle" + std::string(1'000'000, 'x'));
  EXPECT_FALSE(edit("a", "needle", "pin").is_error);
  EXPECT_TRUE(edit("a", std::string(900, 'x') + "y", "z").is_error);
}

TEST(FindPassages, MapsOffsetsBackOverCarriageReturns) {
  const std::string file = "a\r\nb\r\nc";
  const auto b = find_passages(file, "\nb\n", Overlap::no, 10);
  ASSERT_EQ(b.size(), 1U);
  EXPECT_EQ(file.substr(b[0].begin, b[0].end - b[0].begin), "\r\nb\r\n");
  const auto c = find_passages(file, "c", Overlap::no, 10);
  ASSERT_EQ(c.size(), 1U);
  EXPECT_EQ(c[0].begin, 6U);
}

TEST(Nearest, LooksNoLongerThanItsBound) {
  std::string file;
  while (file.size() < (std::size_t{30} << 20)) file += "some line of text that is not it\n";
  EXPECT_EQ(nearest(file, "zzzz qqqq"), "");
  EXPECT_EQ(nearest("", "x"), "");
  EXPECT_EQ(nearest("x", "\n \n"), "");
}

}  // namespace
}  // namespace tools
