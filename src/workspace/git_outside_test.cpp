// Which repositories outside of a project commands may change: real ones, made by git; and what a
// hostile project would like them to be.

#include "git_outside.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>

#include "base/file.h"
#include "base/paths.h"

using namespace workspace;

namespace {

struct GitOutsideTest : testing::Test {
  base::TempDir temp = base::TempDir::make().value();
  void SetUp() override {
    sh("git init -q -b main repo && cd repo && mkdir -p sub/deep && echo 1 > sub/a && git add -A && git commit -qm first"
       " && git worktree add -q ../wt -b topic && git init -q -b main ../lib && cd ../lib && echo l > l && git add -A"
       " && git commit -qm lib && cd ../repo && git -c protocol.file.allow=always submodule add -q ../lib lib && git commit -qm second");
  }
  void sh(const std::string& script) const {
    const std::string line = "cd '" + temp.path() + "' && export HOME=$PWD GIT_CONFIG_GLOBAL=/nonexistent/gitconfig GIT_CONFIG_NOSYSTEM=1"
                             " GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b && " + script;
    ASSERT_EQ(std::system(line.c_str()), 0) << script;
  }
  std::string at(const std::string& path) const { return temp.path() + "/" + path; }
  std::string found(const std::string& root) const {
    const auto outside = find_git_outside(at(root));
    if (!outside) return "";
    EXPECT_TRUE(outside->root.starts_with(temp.path())) << outside->root;
    return outside->root.substr(temp.path().size()) + " " + outside->folder + " " + outside->work.substr(temp.path().size());
  }
};

TEST_F(GitOutsideTest, IsThatOfWorktreesSubmodulesAndFoldersBelow) {
  EXPECT_EQ(found("repo"), "") << "its own is inside";
  EXPECT_EQ(found("wt"), "/repo .git /wt");
  EXPECT_EQ(found("repo/sub/deep"), "/repo .git /repo");
  EXPECT_EQ(found("repo/lib"), "/repo .git/modules/lib /repo/lib");
  sh("mkdir wt/below");
  EXPECT_EQ(found("wt/below"), "/repo .git /wt");
  sh("mkdir plain");
  EXPECT_EQ(found("plain"), "");
}

TEST_F(GitOutsideTest, IsNotWhatOnlyTheProjectSays) {
  sh("mkdir -p evil home/.ssh home/.git/objects home/.git/refs && echo 'ref: x' > home/.git/HEAD && echo k > home/.ssh/id");
  const auto says = [&](const std::string& text) {
    EXPECT_TRUE(base::write_file(at("evil/.git"), text));
    return found("evil");
  };
  EXPECT_EQ(says("gitdir: ../repo/.git\n"), "") << "a whole repository of somebody else";
  EXPECT_EQ(says("gitdir: ../repo/.git/worktrees/wt\n"), "") << "that worktree is another folder";
  EXPECT_EQ(says("gitdir: ../repo/.git/modules/lib\n"), "");
  EXPECT_EQ(says("gitdir: ../home/.git\n"), "");
  EXPECT_EQ(says("gitdir: ../home/.ssh\n"), "");
  EXPECT_EQ(says("gitdir: /\n"), "");
  EXPECT_EQ(says("gitdir: " + std::string(5000, 'x') + "\n"), "");
  EXPECT_EQ(says(""), "");
  // A repository of its own with a common part elsewhere.
  sh("rm evil/.git && git init -q evil && cd evil && rm -rf .git/objects && echo " + at("repo/.git") + " > .git/commondir");
  EXPECT_EQ(found("evil"), "");
  sh("mkdir evil/x");
  EXPECT_EQ(found("evil/x"), "");
  // The way back leads through a link to somewhere else.
  sh("rm -rf evil && mkdir evil && ln -s ../wt evil/w && cp wt/.git evil/.git");
  EXPECT_EQ(found("evil"), "");
}

TEST_F(GitOutsideTest, IsNotOneThatIsNoFolderCalledGit) {
  sh("git clone -q --bare repo bare.git && cd bare.git && git worktree add -q ../bt main 2>/dev/null");
  EXPECT_EQ(found("bt"), "");
}

}  // namespace
