// A copy with .git is a repository of its own, whatever the original's .git is.

#include <cstdlib>

#include "tree_for_test.h"

using namespace workspace;

struct GitCopy : WorkspaceTest {
  /// Runs a shell command; its output, or "!" and the output if it failed.
  static std::string run(const std::string& folder, const std::string& command) {
    const std::string line = "cd '" + folder +
                             "' && export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/nonexistent/gitconfig && (" +
                             command + ") 2>&1";
    FILE* pipe = ::popen(line.c_str(), "r");
    std::string out;
    char buffer[4096];
    while (const std::size_t got = std::fread(buffer, 1, sizeof buffer, pipe)) out.append(buffer, got);
    const int status = ::pclose(pipe);
    while (out.ends_with('\n')) out.pop_back();
    return status == 0 ? out : "!" + out;
  }
  static constexpr const char* k_commit =
      "git add -A && git -c user.name=n -c user.email=e commit -qm one";

  std::string copied() {
    const std::string into = temp.path() + "/fork";
    const auto made = loop.run(workspace->fork(Workspace::Tree::now, into, true));
    EXPECT_TRUE(made) << made.error().what;
    return into;
  }
  /// The copy knows the original's commit, and what is done in it stays in it.
  void expect_independent(const std::string& original) {
    const std::string head = run(original, "git rev-parse HEAD");
    ASSERT_EQ(head.size(), 40u) << head;
    put("dirty", "d");
    const std::string copy = copied();
    EXPECT_EQ(run(copy, "git rev-parse HEAD"), head);
    EXPECT_EQ(run(copy, "git status --porcelain"), "?? dirty");
    EXPECT_EQ(run(copy, "git fsck --no-progress"), "");
    EXPECT_EQ(run(copy, "git rev-parse --show-toplevel"), copy);
    EXPECT_EQ(run(copy, std::string("git checkout -qb other && ") + k_commit), "");
    EXPECT_EQ(run(copy, "git gc -q --prune=now"), "");
    EXPECT_EQ(run(original, "git rev-parse HEAD"), head);
    EXPECT_EQ(run(original, "git status --porcelain"), "?? dirty");
    EXPECT_EQ(run(original, "git fsck --no-progress"), "");
  }
  void SetUp() override {
    WorkspaceTest::SetUp();
    if (std::system("git --version >/dev/null 2>&1") != 0) GTEST_SKIP() << "git is not installed";
  }
};

TEST_F(GitCopy, OfAnOrdinaryRepository) {
  put("a", "1");
  ASSERT_EQ(run(root, std::string("git init -q && ") + k_commit), "");
  expect_independent(root);
}

TEST_F(GitCopy, OfAWorktree) {
  const std::string main = temp.path() + "/main";
  ASSERT_TRUE(base::make_dirs(main));
  ASSERT_TRUE(base::write_file(main + "/a", "1"));
  ASSERT_EQ(run(main, std::string("git init -q && ") + k_commit), "");
  workspace.reset();
  ASSERT_TRUE(base::remove_all(root));
  ASSERT_EQ(run(main, "git worktree add -q -b side '" + root + "'"), "");
  open();
  expect_independent(root);
}

TEST_F(GitCopy, OfASubmodule) {
  const std::string lib = temp.path() + "/lib", super = temp.path() + "/super";
  ASSERT_TRUE(base::make_dirs(lib));
  ASSERT_TRUE(base::make_dirs(super));
  ASSERT_TRUE(base::write_file(lib + "/a", "1"));
  ASSERT_EQ(run(lib, std::string("git init -q && ") + k_commit), "");
  ASSERT_EQ(run(super, "git init -q && git -c protocol.file.allow=always submodule --quiet add '" +
                           lib + "' sub"), "");
  root = super + "/sub";
  options.root = root;
  open_other("second");
  expect_independent(root);
}

TEST_F(GitCopy, OfAFolderWithoutGit) {
  put("a", "1");
  EXPECT_FALSE(base::exists(copied() + "/.git"));
}
