#include <gtest/gtest.h>

#include "tool_bench.h"

namespace tools {
namespace {

class SearchTool : public ToolBench {};

TEST_F(SearchTool, GroupsMatchesByFile) {
  files.put("src/a.cpp", "int foo;\nint bar;\nint food;\n");
  files.put("b.txt", "foo\n");
  const auto out = call("search", R"({"pattern":"foo"})");
  EXPECT_FALSE(out.is_error) << out.text;
  EXPECT_EQ(out.text, "b.txt\n1:foo\nsrc/a.cpp\n1:int foo;\n3:int food;\n[3 matches in 2 files]");
  EXPECT_EQ(out.title, "search foo");
}

TEST_F(SearchTool, ShowsContext) {
  files.put("a", "1\n2\nfoo\n4\n5\n");
  EXPECT_EQ(call("search", R"({"pattern":"foo","context":1})").text,
            "a\n2-2\n3:foo\n4-4\n[1 match in 1 file]");
}

TEST_F(SearchTool, TakesFoldersFilesAndGlobs) {
  files.put("src/a.cpp", "foo\n");
  files.put("src/a.h", "foo\n");
  files.put("doc/a.md", "foo\n");
  EXPECT_EQ(call("search", R"({"pattern":"foo","path":"src"})").text,
            "src/a.cpp\n1:foo\nsrc/a.h\n1:foo\n[2 matches in 2 files]");
  EXPECT_EQ(call("search", R"({"pattern":"foo","path":"src/a.h"})").text,
            "src/a.h\n1:foo\n[1 match in 1 file]");
  EXPECT_EQ(call("search", R"({"pattern":"foo","glob":"*.{cpp,md}","files_only":true})").text,
            "doc/a.md\nsrc/a.cpp\n[2 files]");
}

TEST_F(SearchTool, SearchesTheTextItselfIfAsked) {
  files.put("a", "f(x\nF(X\n");
  EXPECT_EQ(call("search", R"({"pattern":"f(x","literal":true})").text, "a\n1:f(x\n[1 match in 1 file]");
  EXPECT_EQ(call("search", R"({"pattern":"f(x","literal":true,"ignore_case":true})").text,
            "a\n1:f(x\n2:F(X\n[2 matches in 1 file]");
  const auto broken = call("search", R"({"pattern":"f(x"})");
  EXPECT_TRUE(broken.is_error);
  EXPECT_TRUE(has(broken.text, "set literal")) << broken.text;
}

TEST_F(SearchTool, LeavesOutIgnoredFilesUnlessTheyAreNamed) {
  files.put(".gitignore", "out/\n");
  files.put("out/a", "foo\n");
  files.put(".github/b", "foo\n");
  ASSERT_TRUE(base::make_dirs(files.root() + "/.git"));
  EXPECT_EQ(call("search", R"({"pattern":"foo"})").text, ".github/b\n1:foo\n[1 match in 1 file]");
  EXPECT_EQ(call("search", R"({"pattern":"foo","path":"out"})").text, "out/a\n1:foo\n[1 match in 1 file]");
}

TEST_F(SearchTool, SaysWhatItFoundNot) {
  files.put("a.cpp", "x\n");
  files.put("bin", std::string("foo\0", 4));
  EXPECT_EQ(call("search", R"({"pattern":"foo"})").text, "no match in 1 file (1 binary skipped)");
  EXPECT_EQ(call("search", R"({"pattern":"foo","path":"a.cc"})").text,
            "no such file or folder: a.cc; there is a.cpp");
  EXPECT_TRUE(call("search", R"({"pattern":"foo","path":"/etc"})").is_error);
  EXPECT_TRUE(call("search", R"({"pattern":""})").is_error);
}

TEST_F(SearchTool, StaysWithinItsBoundsAndSaysSo) {
  std::string large;
  for (int i = 0; i < 400; ++i) large += "foo " + std::string(200, 'x') + "\n";
  for (int i = 0; i < 10; ++i) files.put("f" + std::to_string(i), large);
  const auto out = call("search", R"({"pattern":"foo"})");
  EXPECT_LE(out.text.size(), k_output_max);
  EXPECT_TRUE(has(out.text, "not all shown")) << out.text.substr(out.text.size() - 200);
  EXPECT_TRUE(has(out.text, "... more in this file\n"));
  EXPECT_GT(out.full.size(), out.text.size());
  EXPECT_EQ(call("search", R"({"pattern":"foo"})").text, out.text);
  files.put("long", std::string(2'000'000, 'y') + "needle" + std::string(2'000'000, 'y') + "\n");
  const auto cut = call("search", R"({"pattern":"needle"})");
  EXPECT_TRUE(has(cut.text, "needle"));
  EXPECT_LT(cut.text.size(), 600U);
}

TEST_F(SearchTool, ShowsANameThatIsNotUtf8SoThatReadTakesIt) {
  files.put("caf\xE9", "foo\n");
  EXPECT_TRUE(has(call("search", R"({"pattern":"foo"})").text, "caf\\xE9\n1:foo"));
  EXPECT_EQ(read("caf\\\\xE9").text, "1\tfoo\n");
}

}  // namespace
}  // namespace tools
