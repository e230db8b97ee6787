// What git does every day passes without a question; what makes git run something does not.

#include "policy_for_test.h"

using namespace workspace;

struct PolicyGit : PolicyTest {
  void SetUp() override {
    PolicyTest::SetUp();
    if (std::system("git --version >/dev/null 2>&1") != 0) GTEST_SKIP() << "git is not installed";
    put("a.txt", "one\n");
    put("src/b.txt", "two\n");
    put("src/deep/c.txt", "three\n");
    ASSERT_EQ(run("git init -q -b main && git add -A && git commit -qm one"), "");
  }
};

TEST_F(PolicyGit, EverydayWorkPasses) {
  // Each in the tree that the one before left, changed by nobody else.
  const char* k_commands[] = {
      "echo more >> a.txt && git add -A && git commit -qm two",
      "git checkout -qb topic && echo t > topic.txt && git add -A && git commit -qm three",
      "git checkout -q main",
      "echo m > main.txt && git add -A && git commit -qm four",
      "git merge -q --no-edit topic",
      "git checkout -q topic && git rebase -q main",
      "git branch feature/x && git branch -d feature/x",
      "git tag v1 && git tag -a v2 -m v2",
      "echo work >> a.txt && echo new > new.txt && git add new.txt",
      "echo later >> new.txt && git stash -q",
      "git stash pop -q",
      "git stash -q -u && git stash drop -q",
      "git rm -q topic.txt && git commit -qm five",
      "git mv src/b.txt src/d.txt && git commit -qm six",
      "git reset -q --hard HEAD~1",
      "git config user.name n && git config branch.main.rebase true && git remote add origin ../x",
      "git config core.autocrlf input && git config pull.ff only",
      "git gc -q --prune=now",
      "echo x > x.txt && git add -A && git commit -qm seven && git gc -q --prune=now",
      "git worktree add -q wt -b wt",
      "cd wt && echo w > w.txt && git add -A && git commit -qm eight",
      "git worktree remove wt",
      "git worktree prune && git branch -D wt -q",
      "git cherry-pick main~1 || git cherry-pick --abort || true",
      "git revert --no-edit HEAD -q || git revert --no-edit HEAD",
      "git notes add -m note",
      "git sparse-checkout set --no-cone '/*' && git sparse-checkout disable",
      "git bisect start -q HEAD HEAD~2 2>/dev/null; git bisect reset",
      "git clean -qfd",
  };
  for (const char* command : k_commands) {
    EXPECT_EQ(held(command), "") << command;
    shell("rm -rf '" + root + "' && mv '" + temp.path() + "/new' '" + root + "'");
  }
}

TEST_F(PolicyGit, ASubmodulesUpdatePasses) {
  ASSERT_EQ(run("mkdir ../lib && cd ../lib && git init -q -b main && echo l > l && git add -A && "
                "git commit -qm lib"),
            "");
  ASSERT_EQ(run("git -c protocol.file.allow=always submodule --quiet add ../lib lib && "
                "git commit -qm sub"),
            "");
  ASSERT_EQ(run("git clone -q . ../other"), "");
  shell("rm -rf '" + root + "' && mv '" + temp.path() + "/other' '" + root + "'");
  ASSERT_EQ(run("git config submodule.lib.url '" + temp.path() + "/lib'"), "");
  EXPECT_EQ(held("git -c protocol.file.allow=always submodule --quiet update --init"), "");
}

TEST_F(PolicyGit, WorkInALinkedWorktreeIsKnownToGit) {
  ASSERT_EQ(run("git worktree add -q wt -b wt"), "");
  EXPECT_EQ(held("rm wt/a.txt && rm -r wt/src"), "");
  EXPECT_EQ(held("rm -rf wt"), "");
  put("wt/mine", "m");
  EXPECT_EQ(held("rm -rf wt"), "ask wt: deletes what only you have (wt/mine)");
}

TEST_F(PolicyGit, ASubmodulesFilesAreKnownToGit) {
  ASSERT_EQ(run("mkdir ../lib && cd ../lib && git init -q -b main && echo l > l && git add -A && "
                "git commit -qm lib"),
            "");
  ASSERT_EQ(run("git -c protocol.file.allow=always submodule --quiet add ../lib lib"), "");
  EXPECT_EQ(held("rm lib/l"), "");
  EXPECT_EQ(held("rm -rf lib"), "");
}

TEST_F(PolicyGit, KnowsWhatIndexOfEveryKindHas) {
  const char* k_kinds[] = {
      "git update-index --index-version 2", "git update-index --index-version 4",
      "git add -N a.txt && git update-index --skip-worktree a.txt --index-version 3",
      "git update-index --split-index && touch -d '1 hour ago' a.txt && git update-index --refresh -q",
      "git update-index --untracked-cache",
  };
  for (const char* kind : k_kinds) {
    ASSERT_FALSE(run(kind).starts_with("!")) << kind;
    EXPECT_EQ(held("rm a.txt && rm -r src"), "") << kind;
    // A time that git has not seen: now the content decides.
    EXPECT_EQ(run("touch a.txt src/b.txt"), "");
    EXPECT_EQ(held("rm a.txt && rm -r src"), "") << kind;
  }
}

TEST_F(PolicyGit, KnowsWhatASha256RepositoryHas) {
  ASSERT_EQ(run("rm -rf .git && git init -q -b main --object-format=sha256 && git add -A && "
                "git commit -qm one && touch a.txt"),
            "");
  EXPECT_EQ(held("rm a.txt && rm -r src"), "");
  put("a.txt", "changed\n");
  EXPECT_EQ(held("rm a.txt"), "ask a.txt: deletes what only you have: changed since git had it");
}

TEST_F(PolicyGit, HoldsDeletesOfWhatGitDoesNotHave) {
  put("notes.txt", "mine");
  EXPECT_EQ(held("rm notes.txt"),
            "ask notes.txt: deletes what only you have: git does not track it");
  put("a.txt", "one\nchanged by hand\n");
  EXPECT_EQ(held("rm a.txt"), "ask a.txt: deletes what only you have: changed since git had it");
  EXPECT_EQ(held("ln -sf src a.txt"), "ask a.txt: deletes what only you have: changed since git had it");
  EXPECT_EQ(held("mv notes.txt b.txt"), "");
  EXPECT_EQ(held("echo gone > notes.txt"), "");
  EXPECT_EQ(held("git clean -qfd"), "ask notes.txt: deletes what only you have: git does not track it");
  for (const char* name : {"src/n1", "src/n2", "src/deep/n3", "src/deep/n4", "src/n5"}) put(name, "x");
  EXPECT_EQ(held("rm -rf src"),
            "ask src: deletes what only you have (src/deep/n3, src/deep/n4, src/n1 and 2 more)");
  made_here = {"notes.txt", "src/deep"};
  EXPECT_EQ(held("rm notes.txt; rm -rf src"),
            "ask src: deletes what only you have (src/n1, src/n2, src/n5)");
}

TEST_F(PolicyGit, ASameSecondAndSizeDoNotHideAChange) {
  // The racy case: the file changes after git looked, within the same tick of the clock.
  ASSERT_EQ(run("touch -d '2020-01-01 00:00:00' a.txt && git update-index --refresh -q && "
                "touch -d '2020-01-01 00:00:00' .git/index && printf 'ONE\\n' > a.txt && "
                "touch -d '2020-01-01 00:00:00' a.txt"),
            "");
  EXPECT_EQ(held("rm a.txt"), "ask a.txt: deletes what only you have: changed since git had it");
}

TEST_F(PolicyGit, IgnoredFilesMayGoButKeysMayNot) {
  put(".gitignore", "build/\n*.o\n.env\n");
  put("build/out", "o");
  put("build/key.pem", "k");
  put("x.o", "o");
  put(".env", "SECRET=1");
  EXPECT_EQ(held("rm -rf build x.o"), "");
  EXPECT_EQ(held("rm .env"), "ask .env: deletes what only you have: keys and passwords are in no git");
}

TEST_F(PolicyGit, AProjectInAFolderOfARepository) {
  put(".gitignore", "/src/deep/*.tmp\n*.log\n");
  put("src/deep/a.tmp", "t");
  put("src/x.log", "l");
  put("src/mine", "m");
  const std::string top = root;
  root += "/src";
  store.root = root;
  EXPECT_EQ(held("rm b.txt deep/a.tmp x.log; rm -r deep"), "");
  EXPECT_EQ(held("rm mine"), "ask mine: deletes what only you have: git does not track it");
}

TEST_F(PolicyGit, ARepositoryThatGoesSavesNothing) {
  EXPECT_EQ(held("rm -rf .git"),
            "ask .git: runs outside the sandbox later: the way to a git repository is taken away; "
            "removes a git repository");
  EXPECT_EQ(held("rm -rf .git a.txt"),
            "ask .git: runs outside the sandbox later: the way to a git repository is taken away; "
            "removes a git repository\n"
            "ask a.txt: deletes what only you have: its git repository goes with it");
  ASSERT_EQ(run("git clone -q . vendor/x"), "");
  EXPECT_EQ(held("rm -rf vendor"),
            "ask vendor: removes a git repository (vendor/x/.git); deletes what only you have "
            "(vendor/x/a.txt, vendor/x/src/b.txt, vendor/x/src/deep/c.txt)");
  ASSERT_EQ(run("git gc -q"), "");
  EXPECT_NE(held("rm .git/objects/pack/*.pack"), "");
  EXPECT_NE(held("rm -rf .git/objects/pack"), "");
  EXPECT_NE(held("rm -rf .git/refs"), "");
}

TEST_F(PolicyGit, WhatIsRefusedInTheTreeDoesNotComeByWayOfGit) {
  ASSERT_EQ(run("git checkout -qb other && echo x > src/b.txt && git commit -qam other && git checkout -q main"), "");
  policy.user = {{{}, {"/src"}, Verdict::refuse, "rule"}};
  const auto refuses = [this](const char* command, const char* what) {
    const std::string all = held(command);
    EXPECT_NE(("\n" + all).find("\ndeny " + std::string(what)), std::string::npos) << command << "\n" << all;
  };
  const char* const k_index = ".git/index: git would have what a rule forbids (src/b.txt)";
  refuses("git checkout other -- src", "src/b.txt: a rule forbids this [rule]");
  refuses("git checkout other -- src", k_index);
  refuses("git checkout other -- src && git commit -qm x", ".git/refs/heads/main: git would have what a rule forbids (src/b.txt)");
  refuses("git checkout -q other", ".git/HEAD: git would have what a rule forbids (src/b.txt)");
  refuses("git read-tree other", k_index);
  refuses("git rm -q --cached src/b.txt", k_index);
  refuses("git update-index --cacheinfo 100644,$(git rev-parse other:src/b.txt),src/b.txt && git commit -qm x", k_index);
  EXPECT_EQ(held("echo m >> a.txt && git add -A && git commit -qm fine"), "");
  put("src/b.txt", "the user's own");
  EXPECT_EQ(held("git add -A && git commit -qm fine"), "");   // not the session's doing
}

TEST_F(PolicyGit, HoldsWhatGitWouldRun) {
  ASSERT_EQ(run("git init -q nested"), "");
  ASSERT_EQ(run("git init -q --bare bare.git"), "");
  ASSERT_EQ(run("git worktree add -q wt -b wt"), "");
  const struct {
    const char* command;
    const char* path;
    const char* what;
  } k_cases[] = {
      {"echo evil > .git/hooks/pre-commit", ".git/hooks/pre-commit", "a git hook"},
      {"chmod -x .git/hooks/*.sample; echo evil > .git/hooks/post-merge; rm .git/hooks/*.sample",
       ".git/hooks/post-merge", "a git hook"},
      {"mv .git/hooks .git/h; ln -s ../src .git/hooks", ".git/hooks", "a link inside git's own folder"},
      {"git config core.fsmonitor ./x.sh", ".git/config", "the setting core.fsmonitor in git's configuration"},
      {"git config core.hooksPath src", ".git/config", "the setting core.hookspath in git's configuration"},
      {"git config core.sshCommand x", ".git/config", "the setting core.sshcommand in git's configuration"},
      {"git config filter.x.clean y && git config filter.x.smudge y", ".git/config",
       "the setting filter.x.clean and 1 more in git's configuration"},
      {"git config diff.external x", ".git/config", "the setting diff.external in git's configuration"},
      {"git config credential.helper x", ".git/config", "the setting credential.helper in git's configuration"},
      {"git config alias.st '!evil'", ".git/config", "the setting alias.st in git's configuration"},
      {"git config include.path ../x", ".git/config", "the setting include.path in git's configuration"},
      {"printf '[core' > .git/config", ".git/config", "git configuration that plumb cannot read"},
      {"mv .git/config c; ln -s ../c .git/config", ".git/config", "a link inside git's own folder"},
      {"git config core.worktree /etc", ".git/config", "the setting core.worktree in git's configuration"},
      {"echo '* filter=x' > .git/info/attributes", ".git/info/attributes",
       "git's attributes, which name programs to run on files"},
      {"echo '*.c filter=x' > .gitattributes", ".gitattributes",
       "git's attributes, which name programs to run on files"},
      {"echo evil > nested/.git/hooks/pre-commit", "nested/.git/hooks/pre-commit", "a git hook"},
      {"git -C nested config core.pager x", "nested/.git/config",
       "the setting core.pager in git's configuration"},
      {"echo evil > bare.git/hooks/update", "bare.git/hooks/update", "a git hook"},
      {"git -C bare.git config core.editor x", "bare.git/config",
       "the setting core.editor in git's configuration"},
      {"git init -q new && echo evil > new/.git/hooks/pre-commit", "new", "a git hook (new/.git/hooks/pre-commit)"},
      {"mkdir -p .git/modules/m && cp .git/HEAD .git/modules/m && git config -f .git/modules/m/config core.pager x",
       ".git/modules", "the setting core.pager in git's configuration (.git/modules/m/config)"},
      {"echo ../../src > .git/commondir", ".git/commondir",
       "the place from which git takes its configuration"},
      {"rm -rf wt/.git; git init -q wt", "wt/.git", "another git repository in the place of this one"},
      {"echo 'gitdir: /tmp/x' > wt/.git", "wt/.git", "another git repository in the place of this one"},
      {"mkdir o && echo 'gitdir: /elsewhere/x' > o/.git", "o",
       "a git repository that lies outside of the project (o/.git)"},
      {"mkdir -p .git/rebase-merge && echo 'exec evil' > .git/rebase-merge/git-rebase-todo",
       ".git/rebase-merge", "a command in a rebase that goes on later (.git/rebase-merge/git-rebase-todo)"},
      {"mv .git old.git", ".git", "the way to a git repository is taken away; removes a git repository"},
      {"git -c protocol.file.allow=always config -f .gitmodules submodule.x.url ../y", ".gitmodules",
       "where git fetches submodules from"},
      {"cd wt && git config extensions.worktreeConfig true && git config --worktree core.pager x",
       ".git/worktrees/wt/config.worktree", "the setting core.pager in git's configuration"},
  };
  for (const auto& row : k_cases) {
    const std::string all = "\n" + held(row.command) + "\n";
    const std::string want = std::string("\nask ") + row.path + ": runs outside the sandbox later: " +
                             row.what + "\n";
    EXPECT_NE(all.find(want), std::string::npos) << row.command << all;
  }
}

TEST_F(PolicyGit, AFolderThatBecomesARepositoryAnswersForWhatLiesInItAlready) {
  put("evil/config", "[core]\n\tfsmonitor = x\n");
  EXPECT_EQ(held("cd evil && mkdir objects refs && echo 'ref: refs/heads/main' > HEAD"),
            "ask evil/HEAD: runs outside the sandbox later: the setting core.fsmonitor in git's "
            "configuration\n"
            "ask evil/objects: runs outside the sandbox later: the setting core.fsmonitor in git's "
            "configuration\n"
            "ask evil/refs: runs outside the sandbox later: the setting core.fsmonitor in git's "
            "configuration");
  EXPECT_EQ(held("mkdir sub && echo 'gitdir: ../evil' > sub/.git"),
            "ask sub: runs outside the sandbox later: the setting core.fsmonitor in git's "
            "configuration (sub/.git)");
}

TEST_F(PolicyGit, FollowsTheHookFolderAndTheFilesThatConfigurationNames) {
  put("tools/hooks/pre-push", "old", 0755);
  put("gitconfig", "[user]\n\tname = n\n");
  ASSERT_EQ(run("git config core.hooksPath tools/hooks && git config include.path ../gitconfig"), "");
  EXPECT_EQ(held("echo new > tools/hooks/pre-push"),
            "ask tools/hooks/pre-push: runs outside the sandbox later: a git hook");
  EXPECT_EQ(held("git config -f gitconfig user.email e"), "");
  EXPECT_EQ(held("git config -f gitconfig core.pager e"),
            "ask gitconfig: runs outside the sandbox later: the setting core.pager in git's "
            "configuration");
}

TEST_F(PolicyGit, HarmlessPartsOfProtectedFilesPass) {
  put(".gitmodules", "[submodule \"x\"]\n\tpath = x\n\turl = ../x\n");
  put(".gitattributes", "*.bin filter=lfs\n");
  for (const char* command : {
           "git config -f .gitmodules submodule.x.shallow true",
           "echo '*.txt text eol=lf' >> .gitattributes; echo '*.py diff=python' >> .gitattributes",
           "touch .git/hooks/pre-commit.sample && chmod +x .git/hooks/pre-commit.sample",
           "git config remote.o.url https://h/x && git config remote.o.fetch +refs/heads/*:refs/x/*",
           "git config alias.co checkout && git config core.fsmonitor true",
           "git init -q fresh && echo a > fresh/a && git -C fresh add a",
       })
    EXPECT_EQ(held(command), "") << command;
}
