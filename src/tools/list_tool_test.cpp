#include <gtest/gtest.h>

#include "tool_bench.h"

namespace tools {
namespace {

class ListTool : public ToolBench {};

TEST_F(ListTool, ShowsATree) {
  files.put("src/a/b/deep.cpp", "");
  files.put("src/main.cpp", "");
  files.put("README.md", "");
  EXPECT_EQ(call("list", "{}").text, "README.md\nsrc/\n a/\n main.cpp\n");
  EXPECT_EQ(call("list", R"({"depth":9})").text,
            "README.md\nsrc/\n a/\n  b/\n   deep.cpp\n main.cpp\n");
  EXPECT_EQ(call("list", R"({"path":"src/a"})").text, "b/\n deep.cpp\n");
}

TEST_F(ListTool, FindsFilesByGlob) {
  files.put("src/a.cpp", "");
  files.put("src/x/b.cpp", "");
  files.put("c.h", "");
  EXPECT_EQ(call("list", R"({"glob":"*.cpp"})").text, "src/a.cpp\nsrc/x/b.cpp\n");
  EXPECT_EQ(call("list", R"({"glob":"*.py"})").text, "[no file matches]\n");
}

TEST_F(ListTool, SaysWhatIsWrong) {
  files.put("a.cpp", "");
  EXPECT_EQ(call("list", R"({"path":"a.cpp"})").text, "a.cpp is a file: use read");
  EXPECT_EQ(call("list", R"({"path":"none"})").text, "no such folder: none");
  ASSERT_TRUE(base::make_dirs(files.root() + "/empty"));
  EXPECT_EQ(call("list", R"({"path":"empty"})").text, "[empty folder]\n");
}

TEST_F(ListTool, StaysWithinItsBounds) {
  for (int i = 0; i < 1500; ++i) files.put("f" + std::to_string(i), "");
  const auto out = call("list", "{}");
  EXPECT_LE(out.text.size(), k_output_max);
  EXPECT_TRUE(has(out.text, "[500 more entries: give a path or a glob]\n"));
}

}  // namespace
}  // namespace tools
