#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tool_bench.h"

namespace tools {
namespace {

class WriteTool : public ToolBench {
 protected:
  Output write(const std::string& path, const std::string& content) {
    json::Object arguments;
    arguments["path"] = path;
    arguments["content"] = content;
    return call("write", json::dump(arguments));
  }
};

TEST_F(WriteTool, MakesAFileAndItsFolders) {
  const auto out = write("x/y/a", "1\n2\n");
  EXPECT_FALSE(out.is_error) << out.text;
  EXPECT_EQ(files.get("x/y/a"), "1\n2\n");
  EXPECT_EQ(out.text, "created x/y/a (+2 -0)");
  EXPECT_EQ(out.title, "write x/y/a (+2 -0)");
}

TEST_F(WriteTool, RefusesToReplaceWhatWasNotRead) {
  files.put("a", "old\n");
  EXPECT_EQ(write("a", "new\n").text, "a was not read yet: read it first, then change it");
  EXPECT_EQ(files.get("a"), "old\n");
  read("a");
  const auto out = write("a", "new\n");
  EXPECT_EQ(out.text, "replaced a (+1 -1)");
  EXPECT_EQ(files.get("a"), "new\n");
  EXPECT_FALSE(write("a", "newer\n").is_error);
}

TEST_F(WriteTool, RefusesWhatChangedSinceItWasRead) {
  files.put("a", "old\n");
  read("a");
  files.put("a", "other\n");
  EXPECT_TRUE(has(write("a", "new\n").text, "changed by somebody else"));
}

TEST_F(WriteTool, KeepsModeLineEndingsAndByteOrderMark) {
  files.put("a", "\xEF\xBB\xBFold\r\n");
  ASSERT_EQ(::chmod((files.root() + "/a").c_str(), 0755), 0);
  read("a");
  const auto out = write("a", "new\nmore\n");
  EXPECT_EQ(out.text, "replaced a (+2 -1); CRLF line endings kept; byte order mark kept");
  EXPECT_EQ(files.get("a"), "\xEF\xBB\xBFnew\r\nmore\r\n");
  struct stat st {};
  ASSERT_EQ(::stat((files.root() + "/a").c_str(), &st), 0);
  EXPECT_EQ(st.st_mode & 0777, 0755U);
}

TEST_F(WriteTool, WritesNothingIfNothingChanges) {
  files.put("a", "same\n");
  read("a");
  EXPECT_EQ(write("a", "same\n").text, "a has this content already");
  EXPECT_TRUE(files.steps().empty());
}

TEST_F(WriteTool, RefusesFoldersReadOnlyFilesAndPlacesOutside) {
  files.put("dir/x", "");
  EXPECT_EQ(write("dir", "x").text, "dir is a folder: use list");
  files.put("ro", "x\n");
  read("ro");
  ASSERT_EQ(::chmod((files.root() + "/ro").c_str(), 0444), 0);
  EXPECT_TRUE(has(write("ro", "y\n").text, "read-only"));
  ASSERT_EQ(::symlink(files.outside().c_str(), (files.root() + "/out").c_str()), 0);
  EXPECT_TRUE(write("out/new", "x").is_error);
  EXPECT_TRUE(write("../new", "x").is_error);
  EXPECT_FALSE(base::exists(files.outside() + "/new"));
}

}  // namespace
}  // namespace tools
