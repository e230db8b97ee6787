#include <gtest/gtest.h>

#include "tool_bench.h"

namespace tools {
namespace {

class OutlineTool : public ToolBench {};

TEST_F(OutlineTool, ShowsDeclarationsWithLines) {
  files.put("a.py", "class A:\n    def f(self):\n        return 1\n\ndef g():\n    pass\n");
  const auto out = call("outline", R"({"path":"a.py"})");
  EXPECT_FALSE(out.is_error) << out.text;
  EXPECT_TRUE(has(out.text, "class A")) << out.text;
  EXPECT_TRUE(has(out.text, "f(self)")) << out.text;
  EXPECT_TRUE(has(out.text, "5")) << out.text;
}

TEST_F(OutlineTool, SaysWhatItCannotDo) {
  files.put("a.xyz", "x\n");
  files.put("dir/a", "");
  EXPECT_TRUE(call("outline", R"({"path":"a.xyz"})").is_error);
  EXPECT_EQ(call("outline", R"({"path":"dir"})").text, "dir is a folder: use list");
  EXPECT_EQ(call("outline", R"({"path":"none"})").text, "no such file: none");
}

}  // namespace
}  // namespace tools
