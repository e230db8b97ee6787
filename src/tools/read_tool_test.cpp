#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "text/utf8.h"
#include "tool_bench.h"

namespace tools {
namespace {

class ReadTool : public ToolBench {};

TEST_F(ReadTool, NumbersLines) {
  files.put("src/a.cpp", "int a;\n\n  int b;\n");
  const auto out = read("src/a.cpp");
  EXPECT_FALSE(out.is_error) << out.text;
  EXPECT_EQ(out.text, "1\tint a;\n2\t\n3\t  int b;\n");
  EXPECT_EQ(out.title, "read src/a.cpp");
}

TEST_F(ReadTool, ShowsAPartAndSaysWhichOne) {
  files.put("a", "1\n2\n3\n4\n5\n");
  const auto out = call("read", R"({"path":"a","offset":2,"limit":2})");
  EXPECT_EQ(out.text, "2\t2\n3\t3\n[lines 2-3 of 5]\n");
  EXPECT_EQ(out.title, "read a:2-3");
  EXPECT_EQ(call("read", R"({"path":"a","offset":"4","limit":"9"})").text, "4\t4\n5\t5\n[lines 4-5 of 5]\n");
  const auto beyond = call("read", R"({"path":"a","offset":9})");
  EXPECT_TRUE(beyond.is_error);
  EXPECT_EQ(beyond.text, "a has 5 lines");
}

TEST_F(ReadTool, DoesNotRepeatWhatTheModelHasInSight) {
  std::string bytes;
  for (int i = 0; i < 100; ++i) bytes += "line of the file\n";
  files.put("a", bytes);
  const std::string first = read("a").text;
  EXPECT_GT(first.size(), 1000U);
  EXPECT_TRUE(read("a").text.starts_with("[unchanged since call ")) << read("a").text;
  EXPECT_TRUE(call("read", R"({"path":"a","offset":10,"limit":60})").text.starts_with("[unchanged since call "));
  files.put("a", bytes + "one more\n");
  EXPECT_GT(read("a").text.size(), first.size());   // another file now
  set->ledger().nothing_in_sight();
  EXPECT_GT(read("a").text.size(), first.size());   // the window was emptied
}

TEST_F(ReadTool, StopsAtTheBoundAndSaysWhere) {
  std::string bytes;
  for (int i = 0; i < 5000; ++i) bytes += std::string(60, 'x') + "\n";
  files.put("a", bytes);
  const auto out = read("a");
  EXPECT_FALSE(out.is_error);
  EXPECT_LE(out.text.size(), k_output_max);
  EXPECT_GT(out.text.size(), k_output_max / 2);
  EXPECT_TRUE(has(out.text, " of 5000]\n"));
}

TEST_F(ReadTool, CutsALineOfTwoMegabytes) {
  files.put("a", "before\n" + std::string(2'000'000, 'y') + "\nafter\n");
  const auto out = read("a");
  EXPECT_FALSE(out.is_error);
  EXPECT_LT(out.text.size(), 2000U);
  EXPECT_TRUE(has(out.text, "yyy...[1999000 bytes more]\n3\tafter\n"));
}

TEST_F(ReadTool, ShowsNoByteOrderMarkAndNoCarriageReturns) {
  files.put("a", "\xEF\xBB\xBFone\r\ntwo\r\n");
  EXPECT_EQ(read("a").text, "1\tone\n2\ttwo\n");
}

TEST_F(ReadTool, SaysThatAFileIsEmpty) {
  files.put("a", "");
  EXPECT_EQ(read("a").text, "[empty file]\n");
}

TEST_F(ReadTool, SaysWhatItCannotShow) {
  files.put("bin", std::string("ELF\0\1\2", 6));
  files.put("wide", std::string("\xFF\xFEh\0i\0", 6));
  files.put("dir/x", "");
  struct Row {
    const char* path;
    const char* says;
  };
  for (const auto& [path, says] : {Row{"bin", "bin is a binary file, 6 bytes"},
                                   Row{"wide", "wide is UTF-16 text, 6 bytes"},
                                   Row{"dir", "dir is a folder: use list"},
                                   Row{"none", "no such file: none"},
                                   Row{"", "the path is empty"},
                                   Row{"../x", "outside of the project"},
                                   Row{"/etc/passwd", "outside of the project"}}) {
    const auto out = read(path);
    EXPECT_TRUE(out.is_error) << path;
    EXPECT_TRUE(has(out.text, says)) << out.text;
  }
}

TEST_F(ReadTool, NamesFilesOfSimilarName) {
  files.put("src/edit_tool.cpp", "x");
  files.put("src/edit_tool.h", "x");
  EXPECT_EQ(read("src/edit_tool.cc").text, "no such file: src/edit_tool.cc; there is edit_tool.cpp, edit_tool.h");
  EXPECT_EQ(read("src/edit_tol.cpp").text, "no such file: src/edit_tol.cpp; there is edit_tool.cpp");
}

TEST_F(ReadTool, ShowsOtherBytesAsReplacementCharacters) {
  files.put("a", "caf\xE9\n");
  const auto out = read("a");
  EXPECT_EQ(out.text, "1\tcaf\xEF\xBF\xBD\n[not UTF-8: other bytes are shown as U+FFFD]\n");
}

TEST_F(ReadTool, TakesBackTheNameOfAFileThatIsNotUtf8) {
  files.put("caf\xE9.txt", "here\n");
  EXPECT_EQ(read("caf\\\\xE9.txt").text, "1\there\n");
  EXPECT_EQ(read("caf\\\\xE9.txt").title, "read caf\\xE9.txt");
  // A name that only looks like one.
  files.put("a\\x41", "literal\n");
  EXPECT_EQ(read("a\\\\x41").text, "1\tliteral\n");
  EXPECT_EQ(read("a\\\\x5Cx41").text, "1\tliteral\n");
}

TEST_F(ReadTool, RefusesALinkOutOfTheProject) {
  ASSERT_EQ(::symlink("/etc/passwd", (files.root() + "/link").c_str()), 0);
  EXPECT_TRUE(read("link").is_error);
}

TEST_F(ReadTool, GivesImagesToModelsThatSee) {
  const std::string png = "\x89PNG\r\n\x1A\n" + std::string(20, '\0');
  files.put("a.png", png);
  const auto blind = read("a.png");
  EXPECT_TRUE(blind.is_error);
  EXPECT_EQ(blind.text, "a.png: image/png, 28 bytes; this model cannot see images");
  set.reset();
  model.images = true;
  const auto out = read("a.png");
  EXPECT_FALSE(out.is_error);
  ASSERT_EQ(out.images.size(), 1U);
  EXPECT_EQ(out.images[0].mime, "image/png");
  EXPECT_EQ(out.images[0].bytes, png);
  files.put("b.jpg", "\xFF\xD8\xFF" + std::string(4'000'000, 'x'));
  EXPECT_TRUE(has(read("b.jpg").text, "too large"));
}

TEST_F(ReadTool, SaysWhichArgumentsItDoesNotHave) {
  files.put("a", "1\n");
  EXPECT_EQ(call("read", R"({"path":"a","encoding":"utf8"})").text,
            "(no such argument, ignored: encoding)\n1\t1\n");
}

}  // namespace
}  // namespace tools
