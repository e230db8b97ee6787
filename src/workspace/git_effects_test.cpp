#include "workspace/git_effects.h"

#include <regex>

#include "policy_for_test.h"

using namespace workspace;

struct GitStory : PolicyTest {
  void SetUp() override {
    PolicyTest::SetUp();
    if (std::system("git --version >/dev/null 2>&1") != 0) GTEST_SKIP() << "git is not installed";
  }
  /// The story with hashes as H, one line each.
  std::string story(const std::string& command) {
    transact(command);
    std::string out;
    for (const std::string& line : git_story(store.transaction, store)) out += line + "\n";
    return std::regex_replace(out, std::regex("\\b[0-9a-f]{7}\\b"), "H");
  }
  void keep() { shell("rm -rf '" + root + "' && mv '" + temp.path() + "/new' '" + root + "'"); }
};

TEST_F(GitStory, TellsWhatGitsUsersWouldSay) {
  put("a.txt", "one\n");
  const struct {
    const char* command;
    const char* want;
  } k_cases[] = {
      {"echo x > a.txt", ""},
      {"git init -q -b main", "git repository created\nHEAD: main\n"},
      {"git add -A && git commit -qm first",
       "HEAD: main at H (commit (initial): first)\nindex updated\nobjects: 3 added\n"},
      {"echo 2 >> a.txt; git commit -qam second",
       "HEAD: main H -> H (commit: second)\nindex updated\nobjects: 3 added\n"},
      {"for i in 3 4 5; do echo $i >> a.txt; git commit -qam n$i; done",
       "HEAD: main H -> H (commit: n5)\nindex updated\nobjects: 9 added\n"},
      {"git checkout -qb topic", "HEAD: main -> topic (H)\nbranch topic created at H\n"},
      {"echo t > t; git add t; git commit -qm t",
       "HEAD: topic H -> H (commit: t)\nindex updated\nobjects: 3 added\n"},
      {"git checkout -q main", "HEAD: topic H -> main H\nindex updated\n"},
      {"git branch other && git tag v1", "branch other created at H\ntag v1 created at H\n"},
      {"git branch -f other topic", "branch other H -> H\n"},
      {"git branch -qD other && git tag -d v1", "branch other deleted (was H)\ntag v1 deleted (was H)\n"},
      {"echo w >> a.txt; git stash -q", "stash: 1 entry added\nindex updated\nobjects: 4 added\n"},
      {"git stash drop -q", "stash: 1 entry removed\n"},
      {"git config user.name x && git config core.editor y", "configuration: core.editor, user.name\n"},
      {"echo x > .git/hooks/pre-push", "hooks: pre-push\n"},
      {"git worktree add -q wt -b wt", "branch wt created at H\nworktree wt added\n"},
      {"git gc -q --prune=now", "objects: packed\n"},
      {"cd wt && echo x > x && git add x && git commit -qm x",
       "branch wt H -> H\nobjects: 2 added\nworktree wt: HEAD: wt H -> H (commit: x)\nworktree wt: index updated\n"},
      {"git branch -f topic main", "branch topic H -> H\n"},
      {"git checkout -q --detach", "HEAD: main -> detached (H)\n"},
      {"git checkout -q main", "HEAD: detached -> main (H)\n"},
      {"git worktree remove wt", "worktree wt removed\n"},
      {"git merge -q wt", "HEAD: main H -> H (merge wt: Fast-forward)\nindex updated\n"},
      {"git init -q sub && cd sub && echo x > x && git add x && git commit -qm s",
       "sub: git repository created\nsub: HEAD: main at H (commit (initial): s)\nsub: index updated\nsub: objects: 3 added\n"},
      {"rm -rf sub", "sub: git repository removed\n"},
  };
  for (const auto& row : k_cases) {
    EXPECT_EQ(story(row.command), row.want)
        << row.command;
    keep();
  }
}

TEST_F(GitStory, StaysShortWhateverHappened) {
  put("a", "1");
  ASSERT_EQ(run("git init -q -b main && git add -A && git commit -qm 1"), "");
  EXPECT_EQ(story("for i in $(seq 30); do git branch b$i; git tag t$i; done"),
            "branch b1 created at H\nbranch b10 created at H\nbranch b11 created at H\n"
            "branch b12 created at H\nbranch b13 created at H\nbranch b14 created at H\n"
            "branch b15 created at H\nbranch b16 created at H\nand 22 more branches\n"
            "tag t1 created at H\ntag t10 created at H\ntag t11 created at H\ntag t12 created at H\n"
            "tag t13 created at H\ntag t14 created at H\ntag t15 created at H\ntag t16 created at H\n"
            "and 22 more tags\n");
  EXPECT_EQ(story("git branch x; git merge --no-ff x 2>/dev/null; git checkout -q x; echo 2 > a; git commit -qam 2; "
                  "git checkout -q main; echo 3 > a; git commit -qam 3; git merge -q x >/dev/null || true"),
            "HEAD: main H -> H (commit: 3)\nbranch x created at H\nindex updated\n"
            "a merge is under way\nobjects: 8 added\n");
}

TEST_F(GitStory, HostileTextIsNotShownAsItIs) {
  put("a", "1");
  ASSERT_EQ(run("git init -q -b main && git add -A && git commit -qm 1"), "");
  EXPECT_EQ(story("h=$(git rev-parse HEAD); printf '%s %s x <e> 0 +0000\\tcommit: \\033[31mred' $h "
                  "0123456789012345678901234567890123456789 >> .git/logs/HEAD"),
            "HEAD: main H -> H (commit: ?[31mred)\n");
  EXPECT_EQ(story("echo garbage > .git/HEAD; echo garbage > .git/logs/HEAD; echo x > .git/packed-refs"),
            "HEAD: main -> detached\n");
}
