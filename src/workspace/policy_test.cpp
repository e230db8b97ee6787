// The policy in projects without git, its rules, and what runs outside of the sandbox later.

#include "workspace/policy.h"

#include "policy_for_test.h"

using namespace workspace;

struct PolicyJudge : PolicyTest {
  void rules(std::string_view user, std::string_view managed = "") {
    auto read = read_policy(user, "config.toml", managed, "managed.toml");
    ASSERT_TRUE(read) << read.error().what;
    policy = *std::move(read);
  }
};

TEST_F(PolicyJudge, WithoutGitAllIsUnsavedThatTheSessionDidNotMake) {
  put("a", "1");
  put("d/b", "1");
  put("d/c", "1");
  put("empty", "");
  put(".gitignore", "*\n");
  EXPECT_EQ(held("rm a"), "ask a: deletes what only you have: there is no git here");
  EXPECT_EQ(held("rm -rf d"), "ask d: deletes what only you have (d/b, d/c)");
  EXPECT_EQ(held("rm empty"), "");
  EXPECT_EQ(held("echo 2 > a; mkdir n; echo n > n/n; chmod +x d/b"), "");
  EXPECT_EQ(held("mv a b"), "");
  EXPECT_EQ(held("rm a; mkdir a"), "ask a: deletes what only you have: there is no git here");
  made_here = {"a", "d"};
  EXPECT_EQ(held("rm -rf a d"), "");
  EXPECT_EQ(held("rm -rf d; echo x > d"), "");
}

TEST_F(PolicyJudge, NamesAreShownWithoutControlCharacters) {
  put("d/a\n\x1b[31mx", "1");
  EXPECT_EQ(held("rm -rf d"), "ask d: deletes what only you have (d/a??[31mx)");
}

TEST_F(PolicyJudge, ADatabasesOwnFilesGoWithoutAQuestion) {
  put("x.db", "1");
  put("x.db-wal", "1");
  put("y.db-wal", "1");
  EXPECT_EQ(held("rm x.db-wal y.db-wal"),
            "ask y.db-wal: deletes what only you have: there is no git here");
}

TEST_F(PolicyJudge, HoldsWhatRunsOutsideLater) {
  put(".venv/bin/python", "p", 0755);
  put(".venv/lib/site-packages/x.py", "x");
  put("node_modules/.bin/tsc", "t", 0755);
  put("tools/venv/pyvenv.cfg", "");
  put("tools/venv/bin/python", "p", 0755);
  put(".vscode/settings.json", "{}");
  put(".env", "A=1\n");
  put("run.sh", "x");
  const struct {
    const char* command;
    const char* want;   // "" = not held
  } k_cases[] = {
      {"echo x > .envrc", "direnv"},
      {"echo x > .vscode/settings.json", "an editor's settings and tasks"},
      {"touch .vscode/settings.json", ""},
      {"rm .vscode/settings.json; ln -s ../x .vscode/settings.json",
       "an editor's settings and tasks; deletes what only you have: there is no git here"},
      {"mkdir -p a/.vscode; echo x > a/.vscode/tasks.json", "an editor's settings and tasks (a/.vscode/tasks.json)"},
      {"ln -s tools .idea", "an editor's settings and tasks"},
      {"echo x > .mcp.json", "an agent's settings"},
      {"mkdir .claude; echo x > .claude/settings.json", "an agent's settings (.claude/settings.json)"},
      {"mkdir .plumb; echo x > .plumb/config.toml", "an agent's settings (.plumb/config.toml)"},
      {"mkdir -p .github/workflows; echo x > .github/workflows/ci.yml", "continuous integration (.github/workflows/ci.yml)"},
      {"echo x > .bashrc", "a shell's start file"},
      {"chmod 4755 run.sh", "a program with the rights of its owner (setuid)"},
      {"mkdir n; cp run.sh n; chmod 2755 n/run.sh", "a program with the rights of its owner (setuid) (n/run.sh)"},
      {"chmod 755 run.sh", ""},
      {"echo x > .venv/bin/git; chmod +x .venv/bin/git", "a program in a folder that stands in the PATH"},
      {"echo x > .venv/bin/python", "a program in a folder that stands in the PATH"},
      {"echo x > .venv/bin/activate.txt", ""},
      {"echo x > tools/venv/bin/git; chmod +x tools/venv/bin/git", "a program in a folder that stands in the PATH"},
      {"echo x > node_modules/.bin/git; chmod +x node_modules/.bin/git", "a program in a folder that stands in the PATH"},
      {"mkdir node_modules/p; ln -s ../p/cli.js node_modules/.bin/p", ""},
      {"ln -s ../../run.sh node_modules/.bin/p", "a program in a folder that stands in the PATH"},
      {"echo 'import os' > .venv/lib/site-packages/x.pth", "a line that Python runs at each start"},
      {"echo '../x' > .venv/lib/site-packages/x.pth", "a line that Python runs at each start"},
      {"echo weights > model.pth", ""},
      {"mkdir -p v/bin v/lib/site-packages; echo x > v/bin/pip; chmod +x v/bin/pip; touch v/pyvenv.cfg; "
       "echo 'import x' > v/lib/site-packages/d.pth", ""},
      {"mkdir -p m/node_modules/.bin; echo x > m/node_modules/.bin/x; chmod +x m/node_modules/.bin/x", ""},
      {"mkdir -p node_modules/q/.github/workflows; echo x > node_modules/q/.github/workflows/ci.yml; "
       "echo x > node_modules/q/.travis.yml", ""},
      {"echo B=2 >> .env", ""},
      {"echo LD_PRELOAD=x >> .env", "a variable that makes programs load code (LD_PRELOAD)"},
      {"echo 'int main;' > main.c; echo x > Makefile; echo x > AGENTS.md", ""},
  };
  for (const auto& row : k_cases) {
    const std::string said = held(row.command);
    const std::string mark = "runs outside the sandbox later: ";
    const std::size_t at = said.find(mark);
    EXPECT_EQ(at == std::string::npos ? said : said.substr(at + mark.size()), row.want) << row.command;
  }
}

TEST_F(PolicyJudge, TheFirstRuleThatFitsDecidesAndManagedOnesComeFirst) {
  put("docs/a.md", "1");
  put("b.sql", "1");
  put("x/c.sql", "1");
  put("x/d.txt", "1");
  rules(R"(
[[effects.rules]]
what = ["deleted"]
paths = ["/docs"]
verdict = "allow"
[[effects.rules]]
what = ["deleted"]
paths = ["*.sql"]
verdict = "deny"
[[effects.rules]]
paths = [".envrc"]
verdict = "allow"
[[effects.rules]]
what = ["created"]
paths = ["docs/**"]
verdict = "ask"
)");
  EXPECT_EQ(held("rm docs/a.md"), "");
  EXPECT_EQ(held("rm -rf docs"), "");
  EXPECT_EQ(held("rm b.sql"), "deny b.sql: a rule forbids this [config.toml, rule 2]");
  EXPECT_EQ(held("rm -rf x"), "deny x: a rule forbids this (x/c.sql) [config.toml, rule 2]");
  EXPECT_EQ(held("echo x > .envrc"), "");
  EXPECT_EQ(held("echo x > docs/n"), "ask docs/n: a rule asks before this [config.toml, rule 4]");
  EXPECT_EQ(held("mkdir docs/n; echo x > docs/n/m"),
            "ask docs/n: a rule asks before this (docs/n, docs/n/m) [config.toml, rule 4]");
  const std::string user = R"(
[[effects.rules]]
verdict = "allow"
)";
  rules(user, R"(
[[effects.rules]]
what = ["code-outside"]
verdict = "deny"
[[effects.rules]]
what = ["unsaved", "deleted"]
verdict = "ask"
)");
  EXPECT_EQ(held("echo x > .envrc"),
            "deny .envrc: a rule forbids this: runs outside the sandbox later: direnv "
            "[managed by managed.toml, rule 1]");
  EXPECT_EQ(held("rm b.sql; echo 2 > docs/a.md"),
            "ask b.sql: a rule asks before this: deletes what only you have [managed by managed.toml, rule 2]");
  rules(user);
  EXPECT_EQ(held("rm -rf b.sql x; echo x > .envrc"), "");
}

TEST_F(PolicyJudge, EveryWordOfRulesMeansSomething) {
  if (std::system("git --version >/dev/null 2>&1") != 0) GTEST_SKIP() << "git is not installed";
  put("tracked", "1");
  put("dirty", "1");
  put(".gitignore", "ignored\n");
  ASSERT_EQ(run("git init -q && git add -A && git commit -qm 1"), "");
  put("dirty", "2");
  put("untracked", "other");
  put("ignored", "1");
  put("d/1", "1");
  put("d/2", "1");
  const struct {
    const char* words;
    const char* command;
    const char* held;
  } k_cases[] = {
      {"'created'", "echo > n; echo > tracked", "n"},
      {"'modified'", "echo > n; echo > tracked", "tracked"},
      {"'deleted'", "rm tracked; echo > dirty", "tracked"},
      {"'attributes'", "chmod +x tracked; echo > dirty", "tracked"},
      {"'type'", "rm tracked; mkdir tracked; echo > dirty", "tracked"},
      {"'renamed'", "mv tracked t; echo > dirty", "t tracked"},
      {"'unsaved'", "echo > dirty; echo > tracked; echo > untracked", "dirty untracked"},
      {"'ignored'", "echo > ignored; echo > tracked", "ignored"},
      {"'untracked'", "echo > ignored; echo > tracked; echo > untracked", "untracked"},
      {"'tracked'", "echo > ignored; echo > tracked; echo > untracked", "tracked"},
      {"'git'", "git config user.name x; echo > tracked", ".git/config"},
      {"'secret'", "echo x > id_rsa; echo > tracked", "id_rsa"},
      {"'large'", "echo 12345678901 > n; echo > tracked", "n"},
      {"'many'", "rm -rf d; echo > tracked", "d"},
      {"'tracked', 'modified'", "rm tracked; echo > dirty; echo > untracked", "dirty"},
  };
  for (const auto& row : k_cases) {
    rules("[effects]\nlarge = 10\nmany = 2\n[[effects.rules]]\nverdict = 'ask'\nwhat = [" +
          std::string(row.words) + "]\n[[effects.rules]]\nverdict = 'allow'\n");
    judge(row.command);
    std::string got;
    for (std::size_t i = 0; i < judged.size(); ++i)
      if (judged[i].verdict != Verdict::apply)
        got += (got.empty() ? "" : " ") + store.transaction.effects[i].path;
    EXPECT_EQ(got, row.held) << row.words;
  }
}

TEST_F(PolicyJudge, HoldsWhatIsTooLargeToUndo) {
  policy.large = 1000;
  put("big", std::string(2000, 'x'));
  made_here = {"big"};
  EXPECT_EQ(held("rm big"), "ask big: is larger than the limit for undo");
  EXPECT_EQ(held("head -c 999 big > small"), "");
  EXPECT_EQ(held("head -c 1001 big > large"), "ask large: is larger than the limit for undo");
  EXPECT_EQ(held("mkdir d; cp big d/1; cp big d/2"), "ask d: is larger than the limit for undo");
}

TEST_F(PolicyJudge, WhatIsAppliedAlreadyIsNotJudgedAgain) {
  put("a", "1");
  transact("rm a");
  store.transaction.effects[0].state = txn::State::applied;
  const auto judge = Judge::make(root, {});
  EXPECT_EQ(judge->judge(store.transaction, store)[0].verdict, Verdict::apply);
}

TEST_F(PolicyJudge, HoldsWhatItCouldNotLookInto) {
  transact("mkdir d; echo x > d/f");
  // The plan says that there is more than the upper shows.
  store.transaction.effects[0].entries = 10;
  const auto judge = Judge::make(root, {});
  const auto said = judge->judge(store.transaction, store);
  EXPECT_EQ(said[0].verdict, Verdict::hold);
  EXPECT_EQ(said[0].why, "has more in it than plumb could look at");
}

TEST_F(PolicyJudge, SeesANewIndexBetweenJudgements) {
  if (std::system("git --version >/dev/null 2>&1") != 0) GTEST_SKIP() << "git is not installed";
  ASSERT_EQ(run("git init -q"), "");
  put("a", "1");
  const auto judge = Judge::make(root, {});
  transact("rm a");
  EXPECT_EQ(judge->judge(store.transaction, store)[0].verdict, Verdict::hold);
  ASSERT_EQ(run("git add a"), "");
  transact("rm a");
  EXPECT_EQ(judge->judge(store.transaction, store)[0].verdict, Verdict::apply);
}
