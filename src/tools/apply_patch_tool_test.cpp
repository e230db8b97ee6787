#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tool_bench.h"

namespace tools {
namespace {

class ApplyPatchTool : public ToolBench {
 protected:
  ApplyPatchTool() : ToolBench("apply_patch") {}

  static std::string in_patch(const std::string& body) {
    return "*** Begin Patch\n" + body + "*** End Patch";
  }
  Output patch(const std::string& body) {
    json::Object arguments;
    arguments["input"] = in_patch(body);
    return call("apply_patch", json::dump(arguments));
  }
};

TEST_F(ApplyPatchTool, AppliesAllFilesInOneStep) {
  files.put("m", "1\n2\n");
  files.put("d", "x\n");
  const auto out = patch("*** Add File: n/new\n+created\n*** Delete File: d\n*** Update File: m\n@@\n-2\n+two\n");
  EXPECT_FALSE(out.is_error) << out.text;
  EXPECT_EQ(out.text, "Success. Updated the following files:\nA n/new\nM m\nD d\n");
  EXPECT_EQ(out.title, "patch 3 files (+2 -2)");
  EXPECT_EQ(files.get("n/new"), "created\n");
  EXPECT_EQ(files.get("m"), "1\ntwo\n");
  EXPECT_FALSE(base::exists(files.root() + "/d"));
  ASSERT_EQ(files.steps().size(), 1U);
  EXPECT_EQ(files.steps()[0].effects.size(), 4U);   // with the folder
}

TEST_F(ApplyPatchTool, TakesThePatchItself) {
  const auto out = call("apply_patch", in_patch("*** Add File: a\n+{\n"));
  EXPECT_FALSE(out.is_error) << out.text;
  EXPECT_EQ(files.get("a"), "{\n");
  EXPECT_EQ(out.title, "patch a (+1 -0)");
}

TEST_F(ApplyPatchTool, ChangesNothingIfOneHunkFails) {
  files.put("a", "1\n");
  const auto out = patch("*** Add File: new\n+1\n*** Update File: a\n@@\n-2\n+3\n");
  EXPECT_TRUE(out.is_error);
  EXPECT_TRUE(has(out.text, "Failed to find expected lines in a:\n2")) << out.text;
  EXPECT_FALSE(base::exists(files.root() + "/new"));
  EXPECT_TRUE(files.steps().empty());
}

TEST_F(ApplyPatchTool, MovesWithTheMode) {
  files.put("run", "1\n");
  ASSERT_EQ(::chmod((files.root() + "/run").c_str(), 0755), 0);
  EXPECT_FALSE(patch("*** Update File: run\n*** Move to: bin/run\n@@\n-1\n+2\n").is_error);
  EXPECT_EQ(files.get("bin/run"), "2\n");
  struct stat st {};
  ASSERT_EQ(::stat((files.root() + "/bin/run").c_str(), &st), 0);
  EXPECT_EQ(st.st_mode & 0777, 0755U);
}

TEST_F(ApplyPatchTool, RefusesPlacesOutside) {
  ASSERT_EQ(::symlink(files.outside().c_str(), (files.root() + "/out").c_str()), 0);
  for (const std::string path : {"../x", "/tmp/x", "out/x"}) {
    const auto out = patch("*** Add File: " + path + "\n+1\n");
    EXPECT_TRUE(out.is_error) << path;
    EXPECT_TRUE(has(out.text, "outside of the project")) << out.text;
  }
}

TEST_F(ApplyPatchTool, RefusesReadOnlyFiles) {
  files.put("a", "1\n");
  ASSERT_EQ(::chmod((files.root() + "/a").c_str(), 0444), 0);
  EXPECT_TRUE(has(patch("*** Update File: a\n@@\n-1\n+2\n").text, "a is read-only"));
  EXPECT_TRUE(has(patch("*** Delete File: a\n").text, "a is read-only"));
}

TEST_F(ApplyPatchTool, CountsWhatItWroteAsRead) {
  EXPECT_FALSE(patch("*** Add File: a\n+1\n").is_error);
  EXPECT_FALSE(call("write", R"({"path":"a","content":"2\n"})").is_error);
  files.put("b", "1\n");
  EXPECT_FALSE(patch("*** Update File: b\n@@\n-1\n+2\n").is_error);
  EXPECT_FALSE(call("write", R"({"path":"b","content":"3\n"})").is_error);
}

TEST_F(ApplyPatchTool, FindsAFileWhoseNameIsNotUtf8) {
  files.put("caf\xE9", "1\n");
  const auto out = patch("*** Update File: caf\\xE9\n@@\n-1\n+2\n");
  EXPECT_FALSE(out.is_error) << out.text;
  EXPECT_EQ(files.get("caf\xE9"), "2\n");
}

TEST_F(ApplyPatchTool, UpdatesThroughALinkAndDeletesTheLinkItself) {
  files.put("target", "1\n");
  ASSERT_EQ(::symlink("target", (files.root() + "/link").c_str()), 0);
  EXPECT_EQ(patch("*** Update File: link\n@@\n-1\n+2\n").text,
            "Success. Updated the following files:\nM link\n");
  EXPECT_EQ(files.get("target"), "2\n");
  EXPECT_FALSE(patch("*** Delete File: link\n").is_error);
  EXPECT_EQ(files.get("target"), "2\n");
  EXPECT_FALSE(base::exists(files.root() + "/link"));
}

TEST_F(ApplyPatchTool, SaysWhereBrokenJsonBreaks) {
  const auto out = call("apply_patch", R"({"input":"*** Begin Patch)");
  EXPECT_TRUE(out.is_error);
  EXPECT_TRUE(has(out.text, "not valid JSON")) << out.text;
  EXPECT_TRUE(has(out.text, "cut off after")) << out.text;
}

}  // namespace
}  // namespace tools
