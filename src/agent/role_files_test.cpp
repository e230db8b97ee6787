#include "agent/role_files.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/file.h"
#include "base/paths.h"

namespace agent {
namespace {

struct Folder {
  base::TempDir dir = *base::TempDir::make();
  std::vector<std::string> problems;

  void put(const std::string& path, const std::string& text) const {
    const std::string full = base::join(dir.path(), path);
    ASSERT_TRUE(base::make_dirs(base::parent(full)));
    ASSERT_TRUE(base::write_file(full, text));
  }
  std::vector<RoleFile> find() {
    return find_role_files({base::join(dir.path(), "a/b"), base::join(dir.path(), "a"), base::join(dir.path(), "home")}, problems);
  }
};

std::string role(const std::string& head) { return "---\n" + head + "---\nBe short.\n"; }

TEST(RoleFiles, ToolsThatChangeNothingMakeARoleReadOnly) {
  const struct {
    const char* tools;
    bool is_read_only;
  } cases[] = {
      {"", false}, {"tools: Read, Grep, Glob\n", true}, {"tools: [Read, LS]\n", true}, {"tools: Read, Bash\n", false},
      {"tools: Bash(git log), Read\n", false}, {"tools: Edit\n", false}, {"tools: NotebookRead\n", true}, {"tools: '*'\n", false},
  };
  for (const auto& one : cases) {
    Folder folder;
    folder.put("a/b/.claude/agents/x.md", role(std::string("description: d\n") + one.tools));
    const auto roles = folder.find();
    ASSERT_EQ(roles.size(), 1u) << one.tools;
    EXPECT_EQ(roles[0].name, "x");
    EXPECT_EQ(roles[0].is_read_only, one.is_read_only) << one.tools;
    EXPECT_EQ(roles[0].prompt, "Be short.\n");
  }
}

TEST(RoleFiles, TheNearestOfANameCountsAndHomeIsTheUsers) {
  Folder folder;
  folder.put("a/.claude/agents/x.md", role("description: far\nmodel: m\n"));
  folder.put("a/b/.claude/agents/x.md", role("description: near\n"));
  folder.put("home/.agents/agents/y.md", role("name: own\ndescription: mine\n"));
  auto roles = folder.find();
  ASSERT_EQ(roles.size(), 2u);
  std::sort(roles.begin(), roles.end(), [](const auto& a, const auto& b) { return a.name > b.name; });
  EXPECT_EQ(roles[0].description, "near");
  EXPECT_FALSE(roles[0].is_users);
  EXPECT_EQ(roles[1].name, "own");
  EXPECT_TRUE(roles[1].is_users);
}

TEST(RoleFiles, WhatIsNoRoleIsAProblemAndNoMore) {
  Folder folder;
  folder.put("a/b/.agents/agents/nothing.md", role("name: n\n"));
  folder.put("a/b/.agents/agents/name.md", role("name: 'a b'\ndescription: d\n"));
  folder.put("a/b/.agents/agents/broken.md", "---\nname: [\n---\n");
  folder.put("a/b/.agents/agents/readme.txt", "no role");
  EXPECT_TRUE(folder.find().empty());
  EXPECT_EQ(folder.problems.size(), 3u);
}

}  // namespace
}  // namespace agent
