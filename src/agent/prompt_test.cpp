#include "agent/prompt.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

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
  const auto found = agent::find_instructions(root, cwd, "");
  const auto& files = found.files;
  ASSERT_EQ(files.size(), 3u);
  EXPECT_EQ(files[0].text, "root rules");
  EXPECT_EQ(files[1].text, "a rules");
  EXPECT_EQ(files[2].text, "b rules");
  EXPECT_TRUE(found.problems.empty());
}

TEST(Prompt, NamesTheInstructionsOfFoldersBelow) {
  const auto dir = base::TempDir::make();
  const auto root = dir->path();
  for (const char* folder : {"web/ui", "node_modules/x", ".hidden", "lib"}) {
    ASSERT_TRUE(base::make_dirs(base::join(root, folder)));
    ASSERT_TRUE(base::write_file(base::join(base::join(root, folder), "AGENTS.md"), "secret words of " + std::string(folder)));
  }
  const auto found = agent::find_instructions(root, root, "");
  EXPECT_TRUE(found.files.empty());
  ASSERT_EQ(found.nested.size(), 2u);
  const auto prompt = agent::system_prompt({root, root, "Linux", "2026-01-01", "", ""}, found);
  EXPECT_NE(prompt.find("- lib/AGENTS.md\n- web/ui/AGENTS.md\n"), std::string::npos) << prompt;
  EXPECT_EQ(prompt.find("secret words"), std::string::npos);
}

TEST(Prompt, ALinkOutOfTheProjectIsNotRead) {
  const auto dir = base::TempDir::make();
  const auto root = base::join(dir->path(), "p");
  ASSERT_TRUE(base::make_dirs(root));
  ASSERT_TRUE(base::write_file(base::join(dir->path(), "key"), "the user's key"));
  ASSERT_TRUE(base::write_file(base::join(root, "real.md"), "rules"));
  ASSERT_EQ(::symlink("../key", base::join(root, "AGENTS.md").c_str()), 0);
  ASSERT_EQ(::symlink("real.md", base::join(root, "CLAUDE.md").c_str()), 0);
  const auto found = agent::find_instructions(root, root, "");
  ASSERT_EQ(found.files.size(), 1u);
  EXPECT_EQ(found.files[0].text, "rules");
  ASSERT_EQ(found.problems.size(), 1u);
  EXPECT_NE(found.problems[0].find("AGENTS.md is a link out of the project"), std::string::npos);
}

TEST(Prompt, WhatCannotBeReadIsNamedAndLeftOut) {
  const auto dir = base::TempDir::make();
  const auto root = dir->path();
  for (const char* folder : {"a/AGENTS.md", "b", "c"}) ASSERT_TRUE(base::make_dirs(base::join(root, folder)));
  ASSERT_EQ(::mkfifo(base::join(root, "b/AGENTS.md").c_str(), 0600), 0);
  ASSERT_TRUE(base::write_file(base::join(root, "c/AGENTS.md"), std::string(2'000'000, 'x')));
  ASSERT_TRUE(base::write_file(base::join(root, "AGENTS.md"), "rules"));
  const auto found = agent::find_instructions(root, root, "");
  EXPECT_EQ(found.files.size(), 1u);
  EXPECT_TRUE(found.nested.empty());
  ASSERT_EQ(found.problems.size(), 3u);
  EXPECT_NE(found.problems[0].find("a/AGENTS.md: it is a folder"), std::string::npos) << found.problems[0];
  EXPECT_NE(found.problems[1].find("b/AGENTS.md: it is not a regular file"), std::string::npos) << found.problems[1];
  EXPECT_NE(found.problems[2].find("c/AGENTS.md has more than"), std::string::npos) << found.problems[2];
}

TEST(Prompt, InstructionsAreBounded) {
  const auto dir = base::TempDir::make();
  ASSERT_TRUE(base::write_file(base::join(dir->path(), "AGENTS.md"), std::string(100000, 'x')));
  const auto found = agent::find_instructions(dir->path(), dir->path(), "");
  EXPECT_EQ(found.problems.size(), 1u);
  EXPECT_EQ(found.files.front().shown, agent::k_instructions_max);
}

TEST(Prompt, IsShort) {
  agent::Surroundings where{"/project", "/project", "Linux x86_64", "2026-01-01", "branch main", "make test"};
  EXPECT_LT(agent::system_prompt(where, {}).size(), 2600u);
  EXPECT_NE(agent::system_prompt(where, {}).find("make test"), std::string::npos);
}
