#include "agent/prompt.h"

#include <gtest/gtest.h>

#include "base/file.h"
#include "base/paths.h"

TEST(Prompt, CollectsInstructionsFromTheRootDown) {
  const auto dir = base::TempDir::make();
  const auto root = dir->path();
  ASSERT_TRUE(base::make_dirs(base::join(root, "a/b")));
  ASSERT_TRUE(base::make_dirs(base::join(root, ".git")));
  ASSERT_TRUE(base::write_file(base::join(root, "AGENTS.md"), "root rules"));
  ASSERT_TRUE(base::write_file(base::join(root, "CLAUDE.md"), "not read: AGENTS.md is there"));
  ASSERT_TRUE(base::write_file(base::join(root, "a/CLAUDE.md"), "a rules"));
  ASSERT_TRUE(base::write_file(base::join(root, "a/b/AGENTS.md"), "b rules"));
  const auto cwd = base::join(root, "a/b");
  EXPECT_EQ(agent::project_root(cwd), root);
  bool cut = true;
  const auto files = agent::find_instructions(root, cwd, "", cut);
  ASSERT_TRUE(files);
  ASSERT_EQ(files->size(), 3u);
  EXPECT_EQ((*files)[0].text, "root rules");
  EXPECT_EQ((*files)[1].text, "a rules");
  EXPECT_EQ((*files)[2].text, "b rules");
  EXPECT_FALSE(cut);
}

TEST(Prompt, InstructionsAreBounded) {
  const auto dir = base::TempDir::make();
  ASSERT_TRUE(base::write_file(base::join(dir->path(), "AGENTS.md"), std::string(100000, 'x')));
  bool cut = false;
  const auto files = agent::find_instructions(dir->path(), dir->path(), "", cut);
  ASSERT_TRUE(files);
  EXPECT_TRUE(cut);
  EXPECT_EQ(files->front().text.size(), agent::k_instructions_max);
}

TEST(Prompt, IsShort) {
  agent::Surroundings where{"/project", "/project", "Linux x86_64", "2026-01-01", "branch main", "make test"};
  EXPECT_LT(agent::system_prompt(where, {}).size(), 2600u);
  EXPECT_NE(agent::system_prompt(where, {}).find("make test"), std::string::npos);
}
